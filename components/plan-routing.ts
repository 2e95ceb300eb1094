import type { ServiceSettings } from "../settings";

/** A service that takes requests. */
export type RoutedServiceSettings = ServiceSettings & Required<Pick<ServiceSettings, "path" | "port" | "priority">>;

/** Whether the service takes requests; otherwise it is a queue worker. */
export const isRouted = (service: ServiceSettings): service is RoutedServiceSettings => service.path !== undefined;
