import type { ContainerInstance } from "../clients/container-instances";

/**
 * The registration that speaks for an EC2 instance. An agent that lost its memory registers anew and leaves its old registration
 * behind, disconnected.
 */
export const liveRegistration = (registrations: readonly ContainerInstance[]): ContainerInstance | undefined =>
  registrations.find(({ isConnected }) => isConnected) ?? registrations[0];
