/** Makes an element with a class and content; texts are never read as HTML. */
export const element = (tag: string, className: string, ...content: readonly (Node | string)[]): HTMLElement => {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.append(...content);
  return made;
};
