import { objectIn, type Properties } from "../properties";

/** Tags as most services take them; undefined where there are none. */
export const tagsOf = (inputs: Properties): { Key: string; Value: string }[] | undefined => {
  const tags = Object.entries(objectIn(inputs, "tagsAll")).map(([Key, value]) => ({ Key, Value: String(value) }));
  return tags.length === 0 ? undefined : tags;
};

/** What a change of tags sets and removes. */
export interface TagChange {
  readonly set: readonly { readonly Key: string; readonly Value: string }[];
  readonly removedKeys: readonly string[];
}

/** The difference of two inputs' tags. */
export const tagChange = (olds: Properties, news: Properties): TagChange => {
  const [before, after] = [objectIn(olds, "tagsAll"), objectIn(news, "tagsAll")];
  return {
    set: (tagsOf(news) ?? []).filter(({ Key, Value }) => String(before[Key] ?? "") !== Value || !(Key in before)),
    removedKeys: Object.keys(before).filter((key) => !(key in after)),
  };
};
