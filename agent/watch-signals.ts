type SignalListener = (signal: NodeJS.Signals) => void

export interface Listening {
  /** Whoever listens so decides what any signal means: passes it on, or ends sooner by a second one. */
  decides?: boolean
}

export type OnSignal = (listener: SignalListener, how?: Listening) => () => void

export interface WatchedSignals {
  signal: AbortSignal
  onSignal: OnSignal
  /** Whether somebody decides what signals mean. */
  areDecided: () => boolean
}

/**
 * For a process entry: `signal` aborts when this process is asked to end, and listeners are told by which
 * signal, also by those that came before they listened: what waits first and listens then misses none.
 */
export function watchSignals (): WatchedSignals {
  const interrupt = new AbortController()
  const received: NodeJS.Signals[] = []
  const listeners = new Map<SignalListener, Listening>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      received.push(signal)
      interrupt.abort()
      for (const listen of listeners.keys()) listen(signal)
    })
  }
  return {
    signal: interrupt.signal,
    onSignal: (listener, how = {}) => {
      listeners.set(listener, how)
      for (const signal of received) listener(signal)
      return () => {
        listeners.delete(listener)
      }
    },
    areDecided: () => [...listeners.values()].some(({ decides = false }) => decides)
  }
}
