import { expect } from "chai";
import { findMessageProblem } from "../../../rehearsal/slack/block-kit";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = (text: string) => ({ type: "section", text: mrkdwn(text) });
const repeat = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

describe("findMessageProblem", () => {
  const accepted: readonly (readonly [string, unknown, unknown])[] = [
    ["a text alone", "hello", undefined],
    ["blocks alone", undefined, [section("hello")]],
    ["50 blocks", "", repeat(50, { type: "divider" })],
    ["a header of 150", "", [{ type: "header", text: plain("x".repeat(150)) }]],
    ["a section of 3,000", "", [section("x".repeat(3000))]],
    ["10 fields", "", [{ type: "section", fields: repeat(10, mrkdwn("x")) }]],
    ["a field of 2,000", "", [{ type: "section", fields: [mrkdwn("x".repeat(2000))] }]],
    ["10 elements of a context", "", [{ type: "context", elements: repeat(10, mrkdwn("x")) }]],
    ["25 actions", "", [{ type: "actions", elements: repeat(25, { type: "button" }) }]],
    ["13,200 characters in all", "", repeat(5, section("x".repeat(2640)))],
  ];
  for (const [title, text, blocks] of accepted) {
    it(`accepts ${title}`, () => {
      expect(findMessageProblem(text, blocks)).to.equal(undefined);
    });
  }

  const refused: readonly (readonly [string, unknown, string])[] = [
    ["blocks that are no list", {}, "blocks is no array"],
    ["51 blocks", repeat(51, { type: "divider" }), "51 blocks, at most 50 are allowed"],
    ["an unknown block", [{ type: "banner" }], '/blocks/0: unknown type "banner"'],
    ["a block that is no object", ["header"], "/blocks/0: is no object"],
    [
      "a header of 151",
      [{ type: "header", text: plain("x".repeat(151)) }],
      "/blocks/0: text has 151 characters, at most 150 are allowed",
    ],
    ["a header with markup", [{ type: "header", text: mrkdwn("x") }], "/blocks/0: text must be plain_text"],
    [
      "a section of 3,001",
      [section("x".repeat(3001))],
      "/blocks/0: text has 3001 characters, at most 3000 are allowed",
    ],
    ["an empty section", [section("")], "/blocks/0: text is empty"],
    ["a section without content", [{ type: "section" }], "/blocks/0: has neither text nor fields"],
    ["a text without a type", [{ type: "section", text: { text: "x" } }], "/blocks/0: text has the type undefined"],
    ["a bare text", [{ type: "section", text: "x" }], "/blocks/0: text is no text object"],
    ["11 fields", [{ type: "section", fields: repeat(11, mrkdwn("x")) }], "/blocks/0: fields must be 1 to 10"],
    ["no fields", [{ type: "section", fields: [] }], "/blocks/0: fields must be 1 to 10"],
    [
      "a field of 2,001",
      [{ type: "section", fields: [mrkdwn("x".repeat(2001))] }],
      "/blocks/0: fields/0 has 2001 characters, at most 2000 are allowed",
    ],
    ["11 elements", [{ type: "context", elements: repeat(11, mrkdwn("x")) }], "/blocks/0: elements must be 1 to 10"],
    ["26 actions", [{ type: "actions", elements: repeat(26, {}) }], "/blocks/0: elements must be 1 to 25"],
    ["a long block_id", [{ type: "divider", block_id: "x".repeat(256) }], "/blocks/0: invalid block_id"],
    ["a block_id twice", repeat(2, { type: "divider", block_id: "a" }), "a block_id is used twice"],
  ];
  for (const [title, blocks, detail] of refused) {
    it(`refuses ${title}`, () => {
      expect(findMessageProblem("text", blocks)).to.deep.equal({ error: "invalid_blocks", details: [detail] });
    });
  }

  it("refuses more than 13,200 characters in all, as Slack does without documenting it", () => {
    const blocks = [...repeat(5, section("x".repeat(2640))), section("x")];
    expect(findMessageProblem("text", blocks)).to.deep.equal({ error: "msg_blocks_too_long", details: [] });
  });

  it("refuses a message with nothing in it, and a text above 40,000", () => {
    expect([findMessageProblem("", undefined), findMessageProblem("x".repeat(40_001), undefined)]).to.deep.equal([
      { error: "no_text", details: [] },
      { error: "msg_too_long", details: [] },
    ]);
  });
});
