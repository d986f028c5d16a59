import type { Runner } from './runner.js'

/** A run's runner for one of its sets: what the actions cost is told of the set. */
export function runnerOfSet (runner: Runner, set: string): Runner {
  return {
    ...sameRunner(runner),
    run: async action => await runner.run({ ...action, set }),
    decide: async action => await runner.decide({ ...action, set }),
    recall: (of, actions) => runner.recall({ ...of, set }, actions)
  }
}

/** A runner that tells when an action has made its result, which is not kept yet. */
export function runnerTelling (runner: Runner, onMade: () => void): Runner {
  return {
    ...sameRunner(runner),
    run: async action =>
      await runner.run({
        ...action,
        run: async () => {
          const result = await action.run()
          onMade()
          return result
        }
      })
  }
}

function sameRunner (runner: Runner): Runner {
  return {
    isDryRun: runner.isDryRun,
    run: async action => await runner.run(action),
    decide: async action => await runner.decide(action),
    remember: (id, inputs, result) => {
      runner.remember(id, inputs, result)
    },
    done: id => runner.done(id),
    recall: (of, actions) => runner.recall(of, actions),
    hadBefore: id => runner.hadBefore(id),
    previous: id => runner.previous(id),
    read: reference => runner.read(reference),
    find: async (set, inputs) => await runner.find(set, inputs),
    share: async result => {
      await runner.share(result)
    }
  }
}
