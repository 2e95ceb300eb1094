import type { ServiceRecord } from "./state";

/** The newest 100, as AWS keeps them. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html */
const eventLimit = 100;

/**
 * The service with one more event; saying the same as the newest one again is left out, as AWS throttles repetitions.
 * Texts: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export const withEvent = (service: ServiceRecord, text: string, now: number): ServiceRecord => {
  const message = `(service ${service.serviceName}) ${text}`;
  const [newest] = service.events;
  if (newest?.message === message && isRepeatable(text) === false) return service;
  const id = `${service.deployments[0]?.id ?? "ecs-svc/0"}-${now}-${service.events.length}`;
  return { ...service, events: [{ id, createdAt: new Date(now), message }, ...service.events].slice(0, eventLimit) };
};

const isRepeatable = (text: string): boolean => !text.startsWith("was unable to place");
