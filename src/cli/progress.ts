/** Where there is no terminal to rewrite a line on, a line at each of these shares of the work. */
const LOG_STEP_PERCENT = 20;

/**
 * Progress on stderr: one line rewritten in place on a terminal, elsewhere (a log) a line now and then. stdout stays for the answer.
 */
export function progressBar(what: string): { show: (done: number, total: number) => void; end: () => void } {
  const { stderr } = process;
  if (stderr.isTTY === true)
    return {
      show: (done, total) => stderr.write(`\r${what}: ${Math.floor((100 * done) / total)}% `),
      end: () => stderr.write("\r\u001b[K"),
    };
  let next = LOG_STEP_PERCENT;
  stderr.write(`${what} …\n`);
  return {
    show: (done, total) => {
      const percent = Math.floor((100 * done) / total);
      if (percent < next || percent === 100) return;
      stderr.write(`  ${percent}%\n`);
      next = percent - (percent % LOG_STEP_PERCENT) + LOG_STEP_PERCENT;
    },
    end: () => undefined,
  };
}
