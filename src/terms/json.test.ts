import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJsonLines, readJsonStrictly, readJsonText } from "./json.ts";

const read = (json: string | Uint8Array, limits = {}) => readJsonStrictly("t.json", json, limits);

describe("JSON is read strictly", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["a key twice", '{"a":{\n"b":1,\n"b":1}}', "t.json, line 3: /a/b: the key stands twice in its object"],
    ["a key twice, once escaped", '{"a":1,"\\u0061":2}', "/a: the key stands twice"],
    ["a whole number past 2^53", '{"seed":9007199254740993}', "/seed: the number 9007199254740993 is past"],
    ["a number past all numbers", "[1e999]", "/0: the number 1e999 is past"],
    ["half of a pair", '["\\ud800x"]', "/0: a string holds half of a surrogate pair"],
    ["bytes that are not UTF-8", Buffer.from([0x22, 0xff, 0x22]), "the bytes are not UTF-8 text"],
    ["a byte order mark", "\ufeff{}", "begins with a byte order mark"],
    ["text after the end", '{"a":1} extra', '"e" stands after the end of the JSON'],
    ["nothing", "", "the end stands where a value should"],
    ["a comma too many", "[1,]", '"]" stands where a value should'],
    ["a comma too few", "[1 2]", '"2" stands where a comma or ] should'],
    ["a key without quotes", "{a:1}", '"a" stands where a key in quotes should'],
    ["a zero before a number", "[01]", '"1" stands where a comma or ] should'],
    ["a line end in a string", '["a\nb"]', "U+000a, a control character, stands in a string"],
    ["an open string", '["a', "a string is never closed"],
    ["an unknown escape", '["\\x41"]', "a backslash begins no escape"],
    ["a word of JavaScript", "[NaN]", '"N" stands where a value should'],
    ["a hundred thousand brackets", "[".repeat(100_000), "nested deeper than 100"],
    ["a path with a slash", '{"a/b":{"~":x}}', "/a~1b/~0: "],
  ])("%s is refused with line and path", (_, json, sentence) => expect(() => read(json)).toThrow(sentence));

  test("a whole number past 2^53 is read where its digits survive", () => {
    expect(read("[9007199254740992, 100000000000000000000, -0, 1e21]")).toEqual([2 ** 53, 1e20, -0, 1e21]);
  });

  test("the limits are named", () => {
    expect(() => read("[[1]]", { depth: 1 })).toThrow("/0: it is nested deeper than 1");
    expect(() => read("[1, 2]", { size: 5 })).toThrow("the text is 6 long, and the limit is 5");
  });

  test("keys that reach for the prototype are keys like any other", () => {
    const value = read('{"__proto__":{"admin":true},"constructor":1,"toString":2}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(["__proto__", "constructor", "toString"]);
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test("whatever JSON.stringify writes is read back, and whatever JSON.parse refuses is refused", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const json = JSON.stringify(value);
        fc.pre(!/\p{Surrogate}/u.test(json) && !/\\ud[89a-f]/.test(json));
        expect(JSON.stringify(read(json))).toBe(json);
      }),
      { numRuns: 200 },
    );
    const mess = fc.string({ unit: fc.constantFrom(...'{}[]",:01-.eE+ \\untrfalse\n'), maxLength: 12 });
    fc.assert(
      fc.property(mess, (json) => {
        const isJson = (parse: (t: string) => unknown) => {
          try {
            parse(json);
            return true;
          } catch {
            return false;
          }
        };
        if (!isJson(JSON.parse)) expect(isJson(read)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

test("the line of a place, or of its nearest parent", () => {
  const { lineOf } = readJsonText("t.json", '{\n"a": [\n1,\r\n{"b": 2}]\n}');
  expect(["", "/a", "/a/0", "/a/1/b", "/a/1/c/d", "/z"].map(lineOf)).toEqual([1, 2, 3, 4, 4, 1]);
});

test("JSON lines: each line is a record or a problem of its own, and blank lines are none", () => {
  const found = readJsonLines("t.jsonl", '{"a":1}\n\n{"a":1,"a":2}\r\n[2]\n{"a"\n');
  expect(found.map((r) => ("value" in r ? [r.line, JSON.stringify(r.value)] : [r.line, r.problem.data.code]))).toEqual([
    [1, '{"a":1}'],
    [3, "json-fault"],
    [4, "[2]"],
    [5, "json-fault"],
  ]);
  expect(found.flatMap((r) => ("problem" in r ? [r.problem.message.slice(0, 18)] : []))).toEqual([
    "t.jsonl, line 3: /",
    "t.jsonl, line 5: /",
  ]);
});
