import { join } from 'node:path'
import { LocalRunner } from '../local-runner.js'
import type { Batch } from '../batch-runner.js'
import type { Result } from '../lane.js'
import { MemorySource } from './memory-source.js'

// Says that it began, waits for the file "go", and ends with the status that is in it.
const standIn =
  'echo "$*" > asked; echo "began $0" >> began; while [ ! -s go ]; do sleep 0.05; done; echo "ended $0" >> began; exit $(cat go)'

/** A batch that a shell script builds in `folder`. */
export async function localBuild (
  folder: string,
  name: string,
  onLine: (line: string) => void = () => {}
): Promise<Result> {
  const runner = new LocalRunner({
    source: new MemorySource(),
    packline: ['/bin/sh', '-c', `cd "${folder}"; ${standIn}`, name],
    environment: { PATH: '/usr/bin:/bin' },
    onLine
  })
  const run = { id: name, head: '0'.repeat(40) }
  await runner.start(
    { run, workFolder: join(folder, 'work'), pipeline: { project: '.' } } as Batch,
    new AbortController().signal
  )
  return await runner.follow(run as Batch['run'])
}
