import type { Fields } from "./fields";
import { integer, scalar } from "./kinds";

/** A task that runs once for each image, before requests are led to it. */
export interface BeforeFlipSettings {
  /** Instead of the image's own command. */
  readonly command: readonly string[];
  /** How long the gate waits for it; it isn't stopped then. */
  readonly timeoutSeconds: number;
}

/** Reads `beforeFlip` of a service; nothing if it isn't set. */
export const parseBeforeFlip = (service: Fields): { readonly beforeFlip?: BeforeFlipSettings } => {
  if (!service.isSet("beforeFlip")) return {};
  const fields = service.object("beforeFlip");
  const command = fields.list("command", scalar, []);
  if (command.length === 0 && !fields.isWrong("command")) fields.refuse("command", "a list of at least one text");
  const timeoutSeconds = fields.withDefault("timeoutSeconds", integer(1, 3600), 300);
  fields.refuseUnknownKeys();
  return { beforeFlip: { command, timeoutSeconds } };
};
