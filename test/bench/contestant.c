/* The practical limit: C on one core. contestant text|pairs FILE OFFSETS BATCH_ROWS [LEAST WINDOW]
   text: FILE is lines, OFFSETS is int32 line starts (one more than lines); counts words (W1) or lines (W4, mode "lines").
   pairs: FILE is int32 keys, OFFSETS is int32 values. Prints: milliseconds rows sum. Reading files is not timed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void *read_all(const char *path, size_t *size) {
  FILE *f = fopen(path, "rb");
  if (!f) exit(2);
  fseek(f, 0, SEEK_END);
  *size = (size_t)ftell(f);
  rewind(f);
  void *bytes = malloc(*size + 8);
  if (fread(bytes, 1, *size, f) != *size) exit(2);
  fclose(f);
  return bytes;
}

/* Open addressing over byte strings; a slot's key lies in an arena of its own, since the input of a batch is gone later. */
static uint32_t *table, table_mask, slots, slot_room;
static uint32_t *hashes, *key_at, *key_len, *touched, *changed;
static int64_t *counts;
static char *arena;
static size_t arena_size, arena_room;

static void grow_table(void) {
  uint32_t size = (table_mask + 1) * 2;
  free(table);
  table = malloc(size * sizeof *table);
  memset(table, 0xff, size * sizeof *table);
  table_mask = size - 1;
  for (uint32_t s = 0; s < slots; s++) {
    uint32_t i = hashes[s] & table_mask;
    while (table[i] != UINT32_MAX) i = (i + 1) & table_mask;
    table[i] = s;
  }
}

static uint32_t slot_of(const char *p, uint32_t n) {
  uint32_t h = 2166136261u;
  for (uint32_t i = 0; i < n; i++) h = (h ^ (uint8_t)p[i]) * 16777619u;
  h ^= h >> 15;
  for (uint32_t i = h & table_mask;; i = (i + 1) & table_mask) {
    uint32_t s = table[i];
    if (s == UINT32_MAX) {
      if (slots == slot_room) {
        slot_room *= 2;
        hashes = realloc(hashes, slot_room * 4), key_at = realloc(key_at, slot_room * 4), key_len = realloc(key_len, slot_room * 4);
        touched = realloc(touched, slot_room * 4), changed = realloc(changed, slot_room * 4), counts = realloc(counts, slot_room * 8);
      }
      while (arena_size + n > arena_room) arena = realloc(arena, arena_room *= 2);
      memcpy(arena + arena_size, p, n);
      hashes[slots] = h, key_at[slots] = (uint32_t)arena_size, key_len[slots] = n, counts[slots] = 0, touched[slots] = UINT32_MAX;
      arena_size += n;
      table[i] = slots++;
      if (slots * 2 > table_mask) grow_table();
      return slots - 1;
    }
    if (hashes[s] == h && key_len[s] == n && memcmp(arena + key_at[s], p, n) == 0) return s;
  }
}

static void text(const char *bytes, const int32_t *offsets, size_t lines, size_t batch_rows, int words) {
  table_mask = 1023, slot_room = 1024, arena_room = 1 << 16;
  table = malloc(1024 * 4);
  memset(table, 0xff, 1024 * 4);
  hashes = malloc(4096), key_at = malloc(4096), key_len = malloc(4096), touched = malloc(4096), changed = malloc(4096), counts = malloc(8192), arena = malloc(arena_room);
  int64_t rows = 0, sum = 0;
  double start = now_ms();
  for (size_t from = 0, batch = 0; from < lines; from += batch_rows, batch++) {
    size_t to = from + batch_rows < lines ? from + batch_rows : lines, changes = 0;
    const char *p = bytes + offsets[from], *end = bytes + offsets[to];
    while (p < end) {
      const char *q = p;
      while (*q != '\n' && !(words && *q == ' ')) q++;
      if (q > p) {
        uint32_t s = slot_of(p, (uint32_t)(q - p));
        counts[s]++;
        if (touched[s] != batch) touched[s] = (uint32_t)batch, changed[changes++] = s;
      }
      p = q + 1;
    }
    rows += (int64_t)changes;
    for (size_t i = 0; i < changes; i++) sum += counts[changed[i]];
  }
  printf("%.3f %lld %lld\n", now_ms() - start, (long long)rows, (long long)sum);
}

/* Keys are small numbers, so tables are arrays. Counts and integer sums may be subtracted exactly. */
static void pairs(const int32_t *keys, const int32_t *values, size_t n, size_t batch_rows, int least, size_t window) {
  enum { KEYS = 1 << 16 };
  int64_t *cn = calloc(window * KEYS, 8), *cs = calloc(window * KEYS, 8), *wn = calloc(KEYS, 8), *ws = calloc(KEYS, 8);
  int64_t rows = 0, sum = 0;
  int32_t top = 0;
  double start = now_ms();
  for (size_t from = 0, batch = 0; from < n; from += batch_rows, batch++) {
    size_t to = from + batch_rows < n ? from + batch_rows : n;
    int64_t *pn = cn + (batch % window) * KEYS, *ps = cs + (batch % window) * KEYS;
    for (int32_t k = 0; k <= top; k++) wn[k] -= pn[k], ws[k] -= ps[k], pn[k] = ps[k] = 0;
    for (size_t i = from; i < to; i++) {
      if (values[i] < least) continue;
      if (keys[i] > top) top = keys[i];
      pn[keys[i]]++, ps[keys[i]] += values[i];
    }
    for (int32_t k = 0; k <= top; k++) {
      wn[k] += pn[k], ws[k] += ps[k];
      if (wn[k]) rows++, sum += wn[k] + ws[k];
    }
  }
  printf("%.3f %lld %lld\n", now_ms() - start, (long long)rows, (long long)sum);
}

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  size_t size, more, batch_rows = (size_t)atol(argv[4]);
  void *first = read_all(argv[2], &size), *second = read_all(argv[3], &more);
  if (strcmp(argv[1], "pairs") == 0) pairs(first, second, size / 4, batch_rows, atoi(argv[5]), (size_t)atol(argv[6]));
  else text(first, second, more / 4 - 1, batch_rows, strcmp(argv[1], "words") == 0);
  return 0;
}
