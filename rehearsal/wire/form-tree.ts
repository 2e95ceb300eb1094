/** The fields of a form whose names are paths (`Actions.member.1.Type`), as a tree. */
export interface FormNode {
  readonly value?: string;
  readonly children: ReadonlyMap<string, FormNode>;
}

interface GrowingNode {
  value?: string;
  readonly children: Map<string, GrowingNode>;
}

/** Parses `application/x-www-form-urlencoded` fields into a tree along the dots in their names. */
export const parseFormTree = (fields: URLSearchParams): FormNode => {
  const root: GrowingNode = { children: new Map() };
  for (const [name, value] of fields) {
    nodeAt(root, name.split(".")).value = value;
  }
  return root;
};

/** The numbered children in the order of their numbers, which need not be the order in which they were sent. */
export const numberedChildren = ({ children }: FormNode): FormNode[] =>
  [...children]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, node]) => node);

const nodeAt = (root: GrowingNode, path: readonly string[]): GrowingNode => {
  let node = root;
  for (const step of path) {
    const next = node.children.get(step) ?? { children: new Map() };
    node.children.set(step, next);
    node = next;
  }
  return node;
};
