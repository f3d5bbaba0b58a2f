/*
 * The group loop of src/simulate/groups-month.ts in C: the same arrays, thresholds, draws and order of arithmetic, written to win.
 * Reads one file of a run's state (bench/loop.ts writes it), steps its months with that month's rates held, and prints the best
 * milliseconds of several passes and a hash of what it ended with. Equal hashes mean equal results, bit for bit.
 *
 * gcc -O3 -march=native -ffp-contract=off -o groups groups.c && ./groups state.bin 5
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ALIVE = 1, MAPPED = 2, LEADERLESS = 4, DORMANT = 8, CASE = 16, CROSS_BORDER = 32 };
enum { LIE_LOW, MOVE, CHANGE_THREAT, END, MERGE, SPLIT };
enum { ACTIVE, LEADERLESS_GROUPS, MAPPED_GROUPS, AT_LARGE, SUSPECTED, CHARGED, IN_CUSTODY, ON_LICENCE, MAPPED_MEMBERS,
       DISRUPTIONS, ARRESTS, KILLED, STOPPED, TRIED };
enum { COLUMNS = 64, STAY_COLUMNS = 256, ROW = 256, ARRAYS = 15 };

static const double UNIT = 1.0 / 4294967296.0;

typedef struct {
  uint8_t *place, *threat1, *threat2, *threat3, *weight1, *weight2, *weight3, *flags, *risk;
  uint16_t *at_large, *suspected, *charged, *custody, *licence, *ceiling;
} Groups;

typedef struct {
  int32_t places, slots, count, months, month, k0, k1;
  Groups g;
  double *hazard, *outcome, *leader, *justice, *command, *scalar, *stay, *wait, *pool, *exp_neg;
  uint8_t *court;
  int32_t *counted, *events;
  double *effort, *shock;
  int32_t event_count;
} Run;

static inline uint32_t turn(uint32_t x, int by) { return (x << by) | (x >> (32 - by)); }

/* Threefry-2x32, 13 rounds. */
static inline void threefry(uint32_t k0, uint32_t k1, uint32_t c0, uint32_t c1, uint32_t *restrict out) {
  const uint32_t k2 = k0 ^ k1 ^ 0x1bd11bdau;
  uint32_t a = c0 + k0, b = c1 + k1;
#define MIX(r) a += b, b = turn(b, r) ^ a
  MIX(13); MIX(15); MIX(26); MIX(6); a += k1; b += k2 + 1;
  MIX(17); MIX(29); MIX(16); MIX(24); a += k2; b += k0 + 2;
  MIX(13); MIX(15); MIX(26); MIX(6); a += k0; b += k1 + 3;
  MIX(17);
#undef MIX
  out[0] = a;
  out[1] = b;
}

static inline double exp_neg(const double *table, double x) {
  const double at = x * 256;
  const int32_t i = (int32_t)at;
  const double low = table[i];
  return low + (table[i + 1] - low) * (at - i);
}

static double whole_power(double q, int32_t n) {
  double result = 1;
  for (; n > 0; n >>= 1, q *= q) if (n & 1) result *= q;
  return result;
}

static inline double none_of(const double *row, int32_t n) { return n < COLUMNS ? row[n] : whole_power(row[1], n); }

static int32_t binomial_from(double none, int32_t n, double stay, double u) {
  if (stay <= 0) return n;
  const double odds = (1 - stay) / stay;
  double f = none, sum = f;
  int32_t x = 0;
  while (u >= sum && x < n) {
    f *= (odds * (n - x)) / (x + 1);
    x++;
    sum += f;
  }
  return x;
}

static int32_t moved(int32_t n, double p, double u) {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  return binomial_from(whole_power(1 - p, n), n, 1 - p, u);
}

static inline double uniform(uint32_t word) { return (word + 0.5) * UNIT; }
static inline double within(double u) { return u < 0.999999 ? u : 0.999999; }

static void groups_month(Run *restrict r, int32_t month) {
  const Groups g = r->g;
  const int32_t count = r->count;
  const uint32_t k0 = (uint32_t)r->k0, k1 = (uint32_t)r->k1;
  const double *restrict hazard = r->hazard, *restrict wait = r->wait, *restrict stay = r->stay, *restrict scalar = r->scalar;
  const double *restrict table = r->exp_neg, *restrict justice = r->justice;
  double *restrict effort = r->effort, *restrict pool = r->pool;
  const double close = scalar[0], wake = scalar[1], ends = scalar[2], merges = scalar[3], replaced = scalar[4], splits = scalar[5];
  const double odds = (1 - stay[1]) / stay[1];
  int32_t event_count = 0;
  uint32_t row[2 * ROW], word[2];

  for (int32_t i = 0; i < count; i++) {
    if ((i & (ROW - 1)) == 0) for (int32_t k = 0; k < ROW; k++) threefry(k0, k1, (uint32_t)(i + k) * 16, (uint32_t)month, row + 2 * k);
    uint8_t flag = g.flags[i];
    if (!(flag & ALIVE)) continue;
    const int32_t p = g.place[i], cell = p * 11 + g.threat1[i];
    const double *restrict h = hazard + cell * 8;
    int32_t *restrict counted = r->counted + p * 16;
    int32_t n = g.at_large[i], s = g.suspected[i], ch = g.charged[i], cu = g.custody[i], li = g.licence[i], memory = g.risk[i];
    const uint32_t entity = (uint32_t)i * 16;
    memory -= (memory + 7) >> 3;

    const uint32_t event = row[2 * (i & (ROW - 1))];
    double u = uniform(row[2 * (i & (ROW - 1)) + 1]);
    double edge;
    if (flag & CASE) {
      edge = close;
      if (event < edge) {
        flag &= ~CASE;
        threefry(k0, k1, entity + 5, (uint32_t)month, word);
        const uint32_t result = word[0];
        const double *outcome = r->outcome + p * 3;
        if (result < outcome[2]) {
          const int32_t severity = result < outcome[0] ? 0 : result < outcome[1] ? 1 : 2;
          const int32_t taken = moved(n, scalar[7 + severity], uniform(word[1]));
          n -= taken;
          s += taken;
          counted[ARRESTS] += taken;
          counted[DISRUPTIONS] += 1;
          r->shock[cell] += 1 << severity;
          memory += 32 << severity;
          if (memory > 255) memory = 255;
          threefry(k0, k1, entity + 6, (uint32_t)month, word);
          if (word[0] < r->leader[p * 3 + severity]) flag |= LEADERLESS;
        }
      }
    } else if (flag & MAPPED) {
      edge = h[(flag & CROSS_BORDER) >> 5];
      if (event < edge) flag |= CASE;
    } else {
      edge = h[2];
      if (event < edge) flag |= MAPPED;
    }

    int32_t members = 0;
    double mean = 0;
    if (flag & DORMANT) {
      if (event >= edge && event < edge + wake) flag &= ~DORMANT;
    } else {
      if (event >= edge) {
        const double dread = (32 + memory) * 0.03125;
        if (event < (edge += h[6] * n)) {
          n--;
          counted[KILLED] += 1;
        } else if (event < (edge += h[3] * dread)) r->events[event_count++] = i * 8 + LIE_LOW;
        else if (event < (edge += h[4] * dread)) r->events[event_count++] = i * 8 + MOVE;
        else if (event < (edge += h[5] * dread)) r->events[event_count++] = i * 8 + CHANGE_THREAT;
        else if (event < (edge += ends)) r->events[event_count++] = i * 8 + END;
        else if (event < (edge += merges)) r->events[event_count++] = i * 8 + MERGE;
        else if (flag & LEADERLESS) {
          if (event < (edge += splits)) r->events[event_count++] = i * 8 + SPLIT;
          else if (event < edge + replaced) flag &= ~LEADERLESS;
        }
      }
      members = n;
      const int32_t most = g.ceiling[i];
      if (n < most) mean = h[7] * n * (1 - (double)n / most);
      if (mean > 12) mean = 12;
    }

    double quiet = exp_neg(table, mean);
    if (u >= quiet) {
      double below = quiet, chance = quiet * mean;
      int32_t k = 1;
      while (u >= below + chance && k < 60) {
        below += chance;
        k++;
        chance *= mean / k;
      }
      u = within((u - below) / chance);
      if (k > pool[p]) k = (int32_t)pool[p];
      pool[p] -= k;
      n += k;
      quiet = 1;
    }
    quiet *= members < STAY_COLUMNS ? stay[members] : whole_power(stay[1], members);
    if (u >= quiet) {
      double below = quiet, chance = quiet * odds * members;
      int32_t k = 1;
      while (u >= below + chance && k < members) {
        below += chance;
        chance *= (odds * (members - k)) / (k + 1);
        k++;
      }
      u = within((u - below) / chance);
      n -= k;
      counted[STOPPED] += k;
      quiet = 1;
    }

    const double *restrict w = wait + r->court[p] * 4 * COLUMNS;
    const double no_charge = none_of(w, s);
    const double no_trial = none_of(w + COLUMNS, ch);
    const double no_release = none_of(w + 2 * COLUMNS, cu);
    const double no_end = none_of(w + 3 * COLUMNS, li);
    if (u >= quiet * (no_charge * no_trial * (no_release * no_end))) {
      const double *restrict j = justice + p * 8;
      int32_t charges = 0, freed = 0, jailed = 0, community = 0;
      quiet *= no_charge;
      if (u >= quiet) {
        const int32_t decided = binomial_from(quiet, s, w[1], u);
        threefry(k0, k1, entity + 1, (uint32_t)month, word);
        u = uniform(word[0]);
        charges = moved(decided, j[0] / (1 - w[1]), uniform(word[1]));
        s -= decided;
        n += decided - charges;
        quiet = 1;
      }
      quiet *= no_trial;
      if (u >= quiet) {
        const double staying = w[COLUMNS + 1];
        const int32_t tried = binomial_from(quiet, ch, staying, u);
        threefry(k0, k1, entity + 2, (uint32_t)month, word);
        u = uniform(word[0]);
        jailed = moved(tried, j[2] / (1 - staying), uniform(word[1]));
        threefry(k0, k1, entity + 3, (uint32_t)month, word);
        community = moved(tried - jailed, j[4], uniform(word[0]));
        ch -= tried;
        n += tried - jailed - community;
        counted[TRIED] += tried;
        quiet = 1;
      }
      quiet *= no_release;
      if (u >= quiet) {
        freed = binomial_from(quiet, cu, w[2 * COLUMNS + 1], u);
        threefry(k0, k1, entity + 4, (uint32_t)month, word);
        u = uniform(word[0]);
        quiet = 1;
      }
      quiet *= no_end;
      if (u >= quiet) {
        const int32_t done = binomial_from(quiet, li, w[3 * COLUMNS + 1], u);
        threefry(k0, k1, entity + 7, (uint32_t)month, word);
        const int32_t back = moved(done, j[7], uniform(word[0]));
        li -= done;
        n += back;
        counted[STOPPED] += done - back;
      }
      ch += charges;
      cu += jailed - freed;
      li += community + freed;
      g.charged[i] = (uint16_t)ch;
      g.custody[i] = (uint16_t)cu;
      g.licence[i] = (uint16_t)li;
    }

    g.flags[i] = flag;
    g.risk[i] = (uint8_t)memory;
    g.at_large[i] = (uint16_t)n;
    g.suspected[i] = (uint16_t)s;
    counted[AT_LARGE] += n;
    counted[SUSPECTED] += s;
    counted[CHARGED] += ch;
    counted[IN_CUSTODY] += cu;
    counted[ON_LICENCE] += li;
    if (flag & MAPPED) {
      counted[MAPPED_GROUPS] += 1;
      counted[MAPPED_MEMBERS] += n + s + ch + cu + li;
    }
    if (!(flag & DORMANT)) {
      counted[ACTIVE] += 1;
      if (flag & LEADERLESS) counted[LEADERLESS_GROUPS] += 1;
      const int32_t work = n * (flag & LEADERLESS ? 48 : 64) + (int32_t)(cu * r->command[p]);
      effort[cell] += (double)work * g.weight1[i];
      if (g.weight1[i] < 16) {
        effort[p * 11 + g.threat2[i]] += (double)work * g.weight2[i];
        if (g.weight3[i] > 0) effort[p * 11 + g.threat3[i]] += (double)work * g.weight3[i];
      }
    }
  }
  r->event_count = event_count;
}

static uint32_t fnv(uint32_t hash, const void *data, size_t bytes) {
  const uint8_t *at = data;
  for (size_t i = 0; i < bytes; i++) hash = (hash ^ at[i]) * 16777619u;
  return hash;
}

/* The file: seven 32-bit integers, then every array in the order below (see bench/loop.ts). */
static Run read_run(const uint8_t *bytes) {
  Run r;
  memset(&r, 0, sizeof r);
  const uint8_t *from = bytes;
#define TAKE(target, size) do { size_t b = (size_t)(size); target = malloc(b + 8); memcpy((void *)target, from, b); from += b; } while (0)
  memcpy(&r, from, 7 * sizeof(int32_t));
  from += 7 * sizeof(int32_t);
  uint8_t **narrow[] = {&r.g.place, &r.g.threat1, &r.g.threat2, &r.g.threat3, &r.g.weight1, &r.g.weight2, &r.g.weight3, &r.g.flags, &r.g.risk};
  uint16_t **wide[] = {&r.g.at_large, &r.g.suspected, &r.g.charged, &r.g.custody, &r.g.licence, &r.g.ceiling};
  for (int k = 0; k < 9; k++) TAKE(*narrow[k], r.slots);
  for (int k = 0; k < 6; k++) TAKE(*wide[k], r.slots * 2);
  const int cells = r.places * 11;
  TAKE(r.court, r.places);
  TAKE(r.hazard, cells * 8 * 8);
  TAKE(r.outcome, r.places * 3 * 8);
  TAKE(r.leader, r.places * 3 * 8);
  TAKE(r.justice, r.places * 8 * 8);
  TAKE(r.command, r.places * 8);
  TAKE(r.scalar, 10 * 8);
  TAKE(r.stay, STAY_COLUMNS * 8);
  TAKE(r.wait, 12 * COLUMNS * 8);
  TAKE(r.pool, r.places * 8);
  TAKE(r.exp_neg, (16 * 256 + 2) * 8);
#undef TAKE
  r.counted = calloc((size_t)r.places * 16, 4);
  r.events = calloc((size_t)r.slots, 4);
  r.effort = calloc((size_t)cells, 8);
  r.shock = calloc((size_t)cells, 8);
  return r;
}

/* All months; returns a hash of the counts, effort and events of every month and of the groups and the pool at the end. */
static double milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static uint32_t pass(Run *r, int hashing) {
  uint32_t hash = 2166136261u;
  const size_t cells = (size_t)r->places * 11;
  for (int32_t m = r->month; m < r->month + r->months; m++) {
    memset(r->counted, 0, (size_t)r->places * 16 * 4);
    memset(r->effort, 0, cells * 8);
    memset(r->shock, 0, cells * 8);
    groups_month(r, m);
    if (!hashing) continue;
    hash = fnv(hash, r->counted, (size_t)r->places * 16 * 4);
    hash = fnv(hash, r->effort, cells * 8);
    hash = fnv(hash, r->shock, cells * 8);
    hash = fnv(hash, r->events, (size_t)r->event_count * 4);
  }
  if (!hashing) return 0;
  const uint8_t *narrow[] = {r->g.flags, r->g.risk};
  const uint16_t *wide[] = {r->g.at_large, r->g.suspected, r->g.charged, r->g.custody, r->g.licence};
  for (int k = 0; k < 2; k++) hash = fnv(hash, narrow[k], (size_t)r->count);
  for (int k = 0; k < 5; k++) hash = fnv(hash, wide[k], (size_t)r->count * 2);
  return fnv(hash, r->pool, (size_t)r->places * 8);
}

static void release(Run *r) {
  void *parts[] = {r->g.place, r->g.threat1, r->g.threat2, r->g.threat3, r->g.weight1, r->g.weight2, r->g.weight3, r->g.flags, r->g.risk,
    r->g.at_large, r->g.suspected, r->g.charged, r->g.custody, r->g.licence, r->g.ceiling, r->court, r->hazard, r->outcome, r->leader,
    r->justice, r->command, r->scalar, r->stay, r->wait, r->pool, r->exp_neg, r->counted, r->events, r->effort, r->shock};
  for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) free(parts[k]);
}

int main(int argc, char **argv) {
  FILE *file = argc > 2 ? fopen(argv[1], "rb") : NULL;
  if (!file) return fprintf(stderr, "usage: groups <state file> <passes>\n"), 1;
  fseek(file, 0, SEEK_END);
  const long size = ftell(file);
  rewind(file);
  uint8_t *bytes = malloc((size_t)size);
  if (fread(bytes, 1, (size_t)size, file) != (size_t)size) return fprintf(stderr, "%s is cut short\n", argv[1]), 1;
  fclose(file);
  double best = 1e300;
  for (int k = 0; k < atoi(argv[2]); k++) {
    Run r = read_run(bytes);
    const double start = milliseconds();
    pass(&r, 0);
    const double taken = milliseconds() - start;
    if (taken < best) best = taken;
    release(&r);
  }
  Run r = read_run(bytes);
  printf("{\"milliseconds\": %.3f, \"hash\": \"%08x\"}\n", best, pass(&r, 1));
  release(&r);
  free(bytes);
  return 0;
}
