/** Handles that nothing should hold any more once a rehearsal is closed. */
const kinds = ["ProcessWrap", "TCPServerWrap", "TCPSocketWrap"];

/** Counts this process's children, listeners and connections, as Node itself knows them. */
export const countOpenHandles = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kinds.includes(kind)).length;
