/** The one attribute that is the table's key. */
export const keyAttribute = "id";

/** When an item may be deleted: epoch seconds. */
export const expiryAttribute = "expires";

/** The item that says which colour of a service consumes. */
export const leaseKey = (service: string): string => `lease#${service}`;

/** The item that says that a message has had its effect. */
export const messageKey = (service: string, messageId: string): string => `message#${service}#${messageId}`;

/** Items that a worker may write along with a message: the effect itself, if it fits into this table. */
export const effectKey = (service: string, name: string): string => `effect#${service}#${name}`;
