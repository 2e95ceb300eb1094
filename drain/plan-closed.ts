/**
 * True where no task can join a container instance any more. Somebody may deregister one while it drains: ECS lists it until
 * its trunk network interface is gone.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html
 */
export const isClosed = ({ status }: { readonly status: string }): boolean => closedStatuses.has(status);

const closedStatuses: ReadonlySet<string> = new Set(["DRAINING", "DEREGISTERING", "REGISTRATION_FAILED"]);
