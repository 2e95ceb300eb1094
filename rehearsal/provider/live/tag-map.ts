import { objectIn, type Properties } from "../properties";

/** Tags as the younger services take them; undefined where there are none. */
export const tagMapOf = (inputs: Properties): Record<string, string> | undefined => {
  const tags = Object.entries(objectIn(inputs, "tagsAll")).map(([key, value]) => [key, String(value)]);
  return tags.length === 0 ? undefined : Object.fromEntries(tags);
};
