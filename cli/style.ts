import { styleText } from "node:util";
import type { Style } from "./format-status";

/** Colours for terminals that show them; `styleText` itself heeds NO_COLOR and pipes for the stream it is given. */
export const createStyle = (stream: NodeJS.WriteStream): Style => {
  const styled = (format: Parameters<typeof styleText>[0]) => (text: string) => styleText(format, text, { stream });
  return {
    color: (color, text) => styled(["bold", color])(text),
    bad: styled("yellow"),
    strong: styled("bold"),
  };
};
