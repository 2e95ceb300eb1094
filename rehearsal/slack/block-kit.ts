/**
 * Slack's limits for the blocks of a message
 * (https://docs.slack.dev/reference/block-kit/blocks, https://docs.slack.dev/reference/block-kit/composition-objects).
 */
const limits = {
  blocks: 50,
  blockId: 255,
  header: 150,
  section: 3000,
  fields: 10,
  field: 2000,
  elements: 10,
  actions: 25,
};

/** Found by people, documented nowhere: above this sum of texts Slack refuses (slackapi/bolt-js#2509). */
const maxAllTexts = 13_200;

/** Longer texts are refused (https://docs.slack.dev/reference/methods/chat.postMessage). */
const maxText = 40_000;

/** What Slack would say to a message: its error code and what is wrong, or nothing. */
export type MessageProblem = { readonly error: string; readonly details: readonly string[] } | undefined;

/** Checks a message as `chat.postMessage` and `chat.update` do. */
export const findMessageProblem = (text: unknown, blocks: unknown): MessageProblem => {
  const hasText = typeof text === "string" && text !== "";
  if (!hasText && blocks === undefined) return { error: "no_text", details: [] };
  if (hasText && text.length > maxText) return { error: "msg_too_long", details: [] };
  if (blocks === undefined) return undefined;
  const details = findBlocksProblems(blocks);
  if (details.length > 0) return { error: "invalid_blocks", details };
  return textsIn(blocks) > maxAllTexts ? { error: "msg_blocks_too_long", details: [] } : undefined;
};

const findBlocksProblems = (blocks: unknown): readonly string[] => {
  if (!Array.isArray(blocks)) return ["blocks is no array"];
  const ids = blocks.flatMap((block) =>
    isRecord(block) && block["block_id"] !== undefined ? [block["block_id"]] : [],
  );
  return [
    ...(blocks.length > limits.blocks ? [`${blocks.length} blocks, at most ${limits.blocks} are allowed`] : []),
    ...(new Set(ids).size < ids.length ? ["a block_id is used twice"] : []),
    ...blocks.flatMap((block, index) => findBlockProblems(block).map((problem) => `/blocks/${index}: ${problem}`)),
  ];
};

const findBlockProblems = (block: unknown): readonly string[] => {
  if (!isRecord(block)) return ["is no object"];
  const check = blockChecks[String(block["type"])];
  if (check === undefined) return [`unknown type ${JSON.stringify(block["type"])}`];
  const id = block["block_id"];
  const isIdFine = id === undefined || (typeof id === "string" && id !== "" && id.length <= limits.blockId);
  return [...(isIdFine ? [] : ["invalid block_id"]), ...check(block)];
};

type BlockCheck = (block: Readonly<Record<string, unknown>>) => readonly string[];

const blockChecks: Readonly<Record<string, BlockCheck | undefined>> = {
  divider: () => [],
  header: ({ text }) => [
    ...findTextProblems("text", text, limits.header),
    ...(isRecord(text) && text["type"] !== "plain_text" ? ["text must be plain_text"] : []),
  ],
  section: ({ text, fields }) => {
    if (text === undefined && fields === undefined) return ["has neither text nor fields"];
    return [
      ...(text === undefined ? [] : findTextProblems("text", text, limits.section)),
      ...(fields === undefined ? [] : findListProblems("fields", fields, limits)),
    ];
  },
  context: ({ elements }) => findListProblems("elements", elements, { fields: limits.elements, field: limits.field }),
  actions: ({ elements }) =>
    Array.isArray(elements) && elements.length >= 1 && elements.length <= limits.actions
      ? []
      : [`elements must be 1 to ${limits.actions}`],
};

const findListProblems = (
  name: string,
  list: unknown,
  { fields: maxLength, field: maxTextLength }: { readonly fields: number; readonly field: number },
): readonly string[] => {
  if (!Array.isArray(list) || list.length === 0 || list.length > maxLength)
    return [`${name} must be 1 to ${maxLength}`];
  return list.flatMap((text, index) => findTextProblems(`${name}/${index}`, text, maxTextLength));
};

const findTextProblems = (name: string, value: unknown, maxLength: number): readonly string[] => {
  if (!isRecord(value)) return [`${name} is no text object`];
  const { type, text } = value;
  if (type !== "mrkdwn" && type !== "plain_text") return [`${name} has the type ${JSON.stringify(type)}`];
  if (typeof text !== "string" || text === "") return [`${name} is empty`];
  return text.length > maxLength ? [`${name} has ${text.length} characters, at most ${maxLength} are allowed`] : [];
};

/** The characters of all `text` members at any depth. */
const textsIn = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textsIn(item), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === "text" && typeof item === "string" ? item.length : textsIn(item)),
    0,
  );
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
