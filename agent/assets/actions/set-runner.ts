import type { Runner } from './runner.js'

/** A run's runner for one of its sets: what the actions cost is told of the set. */
export function runnerOfSet (runner: Runner, set: string): Runner {
  return {
    isDryRun: runner.isDryRun,
    run: async action => await runner.run({ ...action, set }),
    decide: async action => await runner.decide({ ...action, set }),
    remember: (id, inputs, result) => {
      runner.remember(id, inputs, result)
    },
    done: id => runner.done(id),
    recall: (of, actions) => runner.recall({ ...of, set }, actions),
    previous: id => runner.previous(id),
    read: reference => runner.read(reference),
    find: async inputs => await runner.find(inputs),
    share: async result => {
      await runner.share(result)
    }
  }
}
