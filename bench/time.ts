/** Times of a repeated piece of work, in milliseconds. */
export interface Times {
  repeats: number;
  best: number;
  median: number;
  /** Least processor time (user) of a repeat: what it takes on a core of its own when the machine is shared. */
  processor: number;
}

/** Does a piece of work `repeats` times after `warmUp` untimed ones; `prepare` gives each its own fresh material, untimed. */
export function timed<T>(repeats: number, warmUp: number, prepare: () => T, work: (material: T) => void): Times {
  for (let k = 0; k < warmUp; k++) work(prepare());
  const walls: number[] = [];
  const processors: number[] = [];
  for (let k = 0; k < repeats; k++) {
    const material = prepare();
    const before = process.cpuUsage();
    const start = performance.now();
    work(material);
    walls.push(performance.now() - start);
    processors.push(process.cpuUsage(before).user / 1000);
  }
  walls.sort((a, b) => a - b);
  return { repeats, best: walls[0]!, median: walls[Math.floor(repeats / 2)]!, processor: Math.min(...processors) };
}
