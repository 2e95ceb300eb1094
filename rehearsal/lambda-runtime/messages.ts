/** What a runtime process is told: one invocation. */
export interface ToRuntime {
  readonly event: unknown;
  readonly context: object;
}

/** What a runtime process tells: that its function is loaded, and how an invocation (or the loading) ended. */
export type ToParent =
  | { readonly kind: "ready" }
  | { readonly kind: "answered"; readonly answer: unknown }
  | { readonly kind: "failed"; readonly error: string };
