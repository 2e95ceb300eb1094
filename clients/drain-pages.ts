/** One page of a list; AWS ends a list by leaving out the token, EC2 at times by an empty one. */
export interface Page {
  readonly items: readonly string[] | undefined;
  readonly nextToken: string | undefined;
}

/** Reads a list to its end. */
export const readAllPages = async (
  readPage: (nextToken: string | undefined) => Promise<Page>,
): Promise<readonly string[]> => {
  const items: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await readPage(nextToken);
    items.push(...(page.items ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && nextToken !== "");
  return items;
};

/** Makes one call for each part of a list that is longer than AWS takes at once, one after the other. */
export const callInParts = async <Item, Answer>(
  items: readonly Item[],
  size: number,
  call: (part: Item[]) => Promise<Answer>,
): Promise<readonly Answer[]> => {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += size) answers.push(await call(items.slice(start, start + size)));
  return answers;
};
