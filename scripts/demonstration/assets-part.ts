import type { RunReport } from '../../agent/assets/run/run-report.js'
import { readableSize } from '../../agent/messages/readable-size.js'
import type { Packline } from './packline.js'
import { commitOneSprite } from './repository.js'
import { table } from './table.js'

/** Builds the assets cold, with nothing changed and after one commit, and returns a table of the three. */
export function buildAssets (packline: Packline): string {
  const rows = [
    build(packline, 'cold'),
    build(packline, 'nothing changed'),
    build(packline, `one sprite changed (${commitOneSprite(packline.project)})`)
  ]
  return table(['run', 'actions run', 'cached', 'files written', 'bytes written', 'seconds'], rows)
}

function build (packline: Packline, what: string): string[] {
  const startedAt = performance.now()
  const { actions, written, bytesWritten } = packline.runAlone<RunReport>(['assets', 'build'], what)
  const seconds = (performance.now() - startedAt) / 1000
  return [
    what,
    String(actions.executed),
    String(actions.cached),
    String(written.length),
    readableSize(bytesWritten),
    seconds.toFixed(2)
  ]
}
