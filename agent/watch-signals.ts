type SignalListener = (signal: NodeJS.Signals) => void

/**
 * For a process entry: `signal` aborts when this process is asked to end, and listeners are told by which
 * signal.
 */
export function watchSignals (): { signal: AbortSignal, onSignal: (listener: SignalListener) => () => void } {
  const interrupt = new AbortController()
  const listeners = new Set<SignalListener>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      interrupt.abort()
      for (const listen of listeners) listen(signal)
    })
  }
  return {
    signal: interrupt.signal,
    onSignal: listener => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    }
  }
}
