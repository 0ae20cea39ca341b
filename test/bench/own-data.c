/* The practical limit for W3 of own-data.ts: C on one core, over what the engine reads.
   own-data columns AD_BYTES AD_STARTS AD_ENDS TYPE_BYTES TYPE_STARTS TYPE_ENDS TIMES BATCH_ROWS ADS CAMPAIGNS
   own-data json    BYTES STARTS ENDS BATCH_ROWS ADS CAMPAIGNS
   BYTES are texts, TIMES doubles, the others int32. Views are joined to the campaign of their ad and counted per campaign and
   ten seconds; after each batch the counts that changed are added up. Prints: milliseconds sum. Reading files is not timed. */
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
  char *bytes = calloc(1, *size + 8);
  if (fread(bytes, 1, *size, f) != *size) exit(2);
  fclose(f);
  return bytes;
}

static uint32_t hash_of(const char *p, uint32_t n) {
  uint32_t h = 2166136261u;
  for (uint32_t i = 0; i < n; i++) h = (h ^ (uint8_t)p[i]) * 16777619u;
  return h ^ h >> 15;
}

/* Ads by name, open addressing; the campaign of each as a number, as a table loaded once would have it. */
enum { SLOTS = 1 << 13, NAME = 24 };
static char names[SLOTS][NAME];
static uint8_t lengths[SLOTS];
static int32_t campaign_of[SLOTS];

static void add_ad(int ad, int campaigns) {
  char name[NAME];
  uint32_t n = (uint32_t)snprintf(name, NAME, "ad-%d", ad);
  uint32_t i = hash_of(name, n) & (SLOTS - 1);
  while (lengths[i]) i = (i + 1) & (SLOTS - 1);
  memcpy(names[i], name, n);
  lengths[i] = (uint8_t)n;
  campaign_of[i] = ad % campaigns;
}

static int32_t campaign(const char *p, uint32_t n) {
  for (uint32_t i = hash_of(p, n) & (SLOTS - 1); lengths[i]; i = (i + 1) & (SLOTS - 1))
    if (lengths[i] == n && memcmp(names[i], p, n) == 0) return campaign_of[i];
  return -1;
}

/* Counts by campaign and slot of ten seconds; a hash table over both as one number. */
static int64_t *keys, *counts;
static uint32_t *touched_in, *changed, groups_mask, groups, changes;

static void new_groups(uint32_t size) {
  keys = malloc(size * sizeof *keys), counts = calloc(size, sizeof *counts);
  touched_in = calloc(size, sizeof *touched_in), changed = malloc(size * sizeof *changed);
  memset(keys, 0xff, size * sizeof *keys);
  groups_mask = size - 1;
}

static uint32_t group_of(int64_t key) {
  uint32_t i = (uint32_t)((uint64_t)key * 0x9e3779b97f4a7c15u >> 40) & groups_mask;
  while (keys[i] != -1 && keys[i] != key) i = (i + 1) & groups_mask;
  return i;
}

static void grow(void) {
  int64_t *old_keys = keys, *old_counts = counts;
  uint32_t *old_touched = touched_in, *old_changed = changed, size = groups_mask + 1;
  new_groups(size * 2);
  for (uint32_t i = 0; i < size; i++) {
    if (old_keys[i] == -1) continue;
    uint32_t to = group_of(old_keys[i]);
    keys[to] = old_keys[i], counts[to] = old_counts[i], touched_in[to] = old_touched[i];
  }
  for (uint32_t i = 0; i < changes; i++) changed[i] = group_of(old_keys[old_changed[i]]);
  free(old_keys), free(old_counts), free(old_touched), free(old_changed);
}

static void count_view(int32_t c, int64_t time, uint32_t batch, int campaigns) {
  int64_t key = time / 10000 * campaigns + c;
  uint32_t i = group_of(key);
  if (keys[i] == -1) {
    keys[i] = key;
    if (++groups * 2 > groups_mask) grow(), i = group_of(key);
  }
  counts[i]++;
  if (touched_in[i] != batch) touched_in[i] = batch, changed[changes++] = i;
}

static int64_t changed_sum(void) {
  int64_t sum = 0;
  for (uint32_t i = 0; i < changes; i++) sum += counts[changed[i]];
  changes = 0;
  return sum;
}

/* The text between quotes behind p, whose first is before p; its end. */
static const char *string_end(const char *p) {
  while (*p != '"') p += *p == '\\' ? 2 : 1;
  return p;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  int json = strcmp(argv[1], "json") == 0;
  void *file[7];
  size_t size[7];
  int files = json ? 3 : 7;
  if (argc != files + 5) return 2;
  for (int i = 0; i < files; i++) file[i] = read_all(argv[2 + i], &size[i]);
  size_t batch_rows = strtoul(argv[files + 2], 0, 10), n = size[1] / 4;
  int ads = atoi(argv[files + 3]), campaigns = atoi(argv[files + 4]);
  const char *bytes = file[0];
  const int32_t *starts = file[1], *ends = file[2];
  int64_t sum = 0;
  double start = now_ms();
  new_groups(1024);
  for (int ad = 0; ad < ads; ad++) add_ad(ad, campaigns);
  for (size_t from = 0, batch = 1; from < n; from += batch_rows, batch++) {
    size_t to = from + batch_rows < n ? from + batch_rows : n;
    if (json) {
      for (size_t i = from; i < to; i++) {
        const char *p = bytes + starts[i], *end = bytes + ends[i], *ad = 0;
        uint32_t ad_size = 0;
        int view = 0;
        int64_t time = 0;
        for (p++; p < end && *p == '"';) {
          const char *key = p + 1, *key_end = string_end(key), *value = key_end + 2, *value_end;
          if (*value == '"') {
            value_end = string_end(++value);
            p = value_end + 2;
          } else {
            for (value_end = value; *value_end != ',' && *value_end != '}';) value_end++;
            p = value_end + 1;
          }
          size_t key_size = (size_t)(key_end - key);
          if (key_size == 5 && memcmp(key, "ad_id", 5) == 0) ad = value, ad_size = (uint32_t)(value_end - value);
          else if (key_size == 10 && memcmp(key, "event_type", 10) == 0) view = value_end - value == 4 && memcmp(value, "view", 4) == 0;
          else if (key_size == 10 && memcmp(key, "event_time", 10) == 0)
            for (const char *d = value; d < value_end; d++) time = time * 10 + (*d - '0');
        }
        int32_t c = view && ad ? campaign(ad, ad_size) : -1;
        if (c >= 0) count_view(c, time, (uint32_t)batch, campaigns);
      }
    } else {
      const char *type_bytes = file[3];
      const int32_t *type_starts = file[4], *type_ends = file[5];
      const double *times = file[6];
      for (size_t i = from; i < to; i++) {
        if (type_ends[i] - type_starts[i] != 4 || memcmp(type_bytes + type_starts[i], "view", 4) != 0) continue;
        int32_t c = campaign(bytes + starts[i], (uint32_t)(ends[i] - starts[i]));
        if (c >= 0) count_view(c, (int64_t)times[i], (uint32_t)batch, campaigns);
      }
    }
    sum += changed_sum();
  }
  printf("%.3f %lld\n", now_ms() - start, (long long)sum);
  return 0;
}
