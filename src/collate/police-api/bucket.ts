import type { Clock } from "../fetch/clock.ts";

/** What data.police.uk allows (https://data.police.uk/docs/api-call-limits/): 15 requests a second, 30 at once. */
export const CALL_LIMITS = { perSecond: 15, burst: 30 } as const;

/** A leaky bucket: every request is a drop, so many drop out each second, and a request waits until its drop has room. */
export class Bucket {
  private readonly clock: Clock;
  private level = 0;
  private last: number;

  constructor(clock: Clock) {
    this.clock = clock;
    this.last = clock.now();
  }

  /** Waits until a request may go. Throws when the signal aborts. */
  async take(signal?: AbortSignal): Promise<void> {
    const over = this.leaked() + 1 - CALL_LIMITS.burst;
    if (over > 0) await this.clock.sleep((over / CALL_LIMITS.perSecond) * 1000, signal);
    this.level = this.leaked() + 1;
  }

  private leaked(): number {
    const now = this.clock.now();
    this.level = Math.max(0, this.level - ((now - this.last) / 1000) * CALL_LIMITS.perSecond);
    this.last = now;
    return this.level;
  }
}
