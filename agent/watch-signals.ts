type SignalListener = (signal: NodeJS.Signals) => void

/**
 * For a process entry: `signal` aborts when this process is asked to end, and listeners are told by which
 * signal, also by those that came before they listened: what waits first and listens then misses none.
 */
export function watchSignals (): { signal: AbortSignal, onSignal: (listener: SignalListener) => () => void } {
  const interrupt = new AbortController()
  const received: NodeJS.Signals[] = []
  const listeners = new Set<SignalListener>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      received.push(signal)
      interrupt.abort()
      for (const listen of listeners) listen(signal)
    })
  }
  return {
    signal: interrupt.signal,
    onSignal: listener => {
      listeners.add(listener)
      for (const signal of received) listener(signal)
      return () => {
        listeners.delete(listener)
      }
    }
  }
}
