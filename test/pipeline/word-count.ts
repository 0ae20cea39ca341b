/** The word count of the architecture page, as somebody might write it by hand. */
export const WORD_COUNT_BY_HAND = `{
  "format": "millrace", "formatVersion": 1, "name": "Word count that survives reload",
  "settings": { "batchInterval": "1 second", "durability": "relaxed", "timeZone": "UTC", "watermarkPolicy": "min", "downtime": "catch-up" },
  "operators": {
    "lines-7f3a":  { "type": "text-stream", "params": { "sample": "moby-dick", "rowsPerSecond": 160 } },
    "words-02bc":  { "type": "explode", "params": { "expression": "split(lower(value), '[^a-z]+')", "as": "word" } },
    "clean-9d10":  { "type": "filter", "params": { "condition": "word <> ''" } },
    "counts-51e8": { "type": "sliding-window", "name": "Words per 30 s", "params": { "time": "batch", "size": "30 seconds", "slide": "5 seconds",
                     "keys": ["word"], "aggregates": { "n": "count(*)" } } },
    "chart-aa07":  { "type": "chart", "params": { "y": "n", "series": "word" } } },
  "edges": ["lines-7f3a.out -> words-02bc.in", "words-02bc.out -> clean-9d10.in", "clean-9d10.out -> counts-51e8.in", "counts-51e8.out -> chart-aa07.in"],
  "ui": { "positions": { "lines-7f3a": [40, 80], "words-02bc": [228, 80], "clean-9d10": [416, 80], "counts-51e8": [604, 80], "chart-aa07": [792, 80] },
          "notes": [] }
}
`;

/** The same as the studio writes it. */
export const WORD_COUNT = `{
  "format": "millrace", "formatVersion": 1, "name": "Word count that survives reload",
  "settings": { "batchInterval": "1 second", "durability": "relaxed", "timeZone": "UTC", "watermarkPolicy": "min", "downtime": "catch-up" },
  "operators": {
    "lines-7f3a": { "type": "text-stream", "params": { "sample": "moby-dick", "rowsPerSecond": 160 } },
    "words-02bc": { "type": "explode", "params": { "expression": "split(lower(value), '[^a-z]+')", "as": "word" } },
    "clean-9d10": { "type": "filter", "params": { "condition": "word <> ''" } },
    "counts-51e8": {
      "type": "sliding-window", "name": "Words per 30 s",
      "params": {
        "time": "batch",
        "size": "30 seconds",
        "slide": "5 seconds",
        "keys": ["word"],
        "aggregates": { "n": "count(*)" }
      }
    },
    "chart-aa07": { "type": "chart", "params": { "y": "n", "series": "word" } }
  },
  "edges": [
    "lines-7f3a.out -> words-02bc.in",
    "words-02bc.out -> clean-9d10.in",
    "clean-9d10.out -> counts-51e8.in",
    "counts-51e8.out -> chart-aa07.in"
  ],
  "ui": {
    "positions": {
      "lines-7f3a": [40, 80],
      "words-02bc": [228, 80],
      "clean-9d10": [416, 80],
      "counts-51e8": [604, 80],
      "chart-aa07": [792, 80]
    },
    "notes": []
  }
}
`;
