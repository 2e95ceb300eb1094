import { expect } from "chai";
import fc from "fast-check";
import {
  type CutoverNote,
  emptyCutoverNote,
  formatCutoverNote,
  imageText,
  parseCutoverNote,
} from "../../cutover/cutover-note";

const note: CutoverNote = {
  id: 7,
  requestedBy: "ada",
  approvedBy: "bob",
  notified: 6,
  notifiedWeights: { blue: 100, green: 0 },
  rolledBackFrom: { color: "green", image: "web=web@sha256:abc" },
  other: { ticket: "OPS-1", nested: { a: [1] } },
};

const text =
  '{"id":7,"requestedBy":"ada","approvedBy":"bob","notified":6,"notifiedWeights":{"blue":100,"green":0},' +
  '"rolledBackFrom":{"color":"green","image":"web=web@sha256:abc"},"ticket":"OPS-1","nested":{"a":[1]}}';

describe("formatCutoverNote", () => {
  it("writes every field, also those it doesn't know", () => {
    expect(formatCutoverNote(note)).to.equal(text);
  });

  it("writes an empty note with all fields null", () => {
    expect(formatCutoverNote(emptyCutoverNote)).to.equal(
      '{"id":null,"requestedBy":null,"approvedBy":null,"notified":null,"notifiedWeights":null,"rolledBackFrom":null}',
    );
  });
});

describe("parseCutoverNote", () => {
  it("reads every field, also those it doesn't know", () => {
    expect(parseCutoverNote(text)).to.deep.equal(note);
  });

  it("takes a field that isn't there as null", () => {
    expect(parseCutoverNote("{}")).to.deep.equal(emptyCutoverNote);
  });

  it("loses no field of a later version", () => {
    const known = ["id", "requestedBy", "approvedBy", "notified", "notifiedWeights", "rolledBackFrom"];
    const later = fc
      .dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true })
      .filter((fields) => known.every((key) => !Object.hasOwn(fields, key)))
      .map((fields): Record<string, unknown> => JSON.parse(JSON.stringify(fields)));
    fc.assert(
      fc.property(later, (fields) => {
        const before: unknown = JSON.parse(JSON.stringify({ ...emptyCutoverNote, other: undefined, ...fields }));
        expect(JSON.parse(formatCutoverNote(parseCutoverNote(JSON.stringify(before))))).to.deep.equal(before);
      }),
    );
  });

  const cases: readonly (readonly [string, string])[] = [
    ["live", 'the whole value is "live" instead of a JSON object'],
    ["[]", 'the whole value is "[]" instead of a JSON object'],
    ['{"id":"7"}', 'id is "7" instead of an integer'],
    ['{"id":1.5}', "id is 1.5 instead of an integer"],
    ['{"requestedBy":7}', "requestedBy is 7 instead of a text"],
    ['{"notified":true,"approvedBy":[]}', "approvedBy is [] instead of a text; notified is true instead of an integer"],
    ['{"notifiedWeights":{"blue":1}}', 'notifiedWeights is {"blue":1} instead of {blue: number, green: number}'],
    [
      '{"rolledBackFrom":{"color":"red","image":"x"}}',
      'rolledBackFrom is {"color":"red","image":"x"} instead of {color: "blue" or "green", image: text}',
    ],
  ];
  for (const [input, problem] of cases) {
    it(`refuses ${input}`, () => {
      expect(() => parseCutoverNote(input)).to.throw(
        `The parameter "cutover" can't be read: ${problem}. Write ${formatCutoverNote(emptyCutoverNote)} to it to start afresh.`,
      );
    });
  }
});

describe("imageText", () => {
  it("is the same for the same images in another order, and another for other images", () => {
    const [one, same, other] = [
      imageText({ web: "web:1", api: "api:1" }),
      imageText({ api: "api:1", web: "web:1" }),
      imageText({ api: "api:1", web: "web:2" }),
    ];
    expect([one, same, other]).to.deep.equal([
      '[["api","api:1"],["web","web:1"]]',
      '[["api","api:1"],["web","web:1"]]',
      '[["api","api:1"],["web","web:2"]]',
    ]);
  });
});
