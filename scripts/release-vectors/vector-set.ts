import { createResolver } from '../../agent/release/resolver.js'
import type { Resolution, ResolveContext } from '../../agent/release/resolver.js'
import type { ResolveDocument, ResolveTarget } from '../../agent/release/resolve-document.js'

/** What a person expects of one client: the target, and with a rollout the bucket and the share. */
export interface ByHand {
  title: string
  context: Record<string, unknown>
  target: string | null
  now?: number
  bucket?: number | null
  share?: number
  hotUpdate?: Resolution['hotUpdate']
}

export interface VectorSet {
  name: string
  description: string
  targets: Array<Partial<ResolveTarget> & { id: string }>
  byHand: ByHand[]
  /** Every mixture of these values is asked as well; its answer is the resolver's own. */
  grid?: Record<string, readonly unknown[]>
  gridNow?: readonly number[]
}

interface Vector {
  title: string
  source: 'by hand' | 'generated'
  now: number
  context: ResolveContext
  answer: Resolution
}

export interface VectorFile {
  name: string
  description: string
  document: ResolveDocument
  cases: Vector[]
}

export const environments: ResolveDocument['environments'] = {
  production: {
    GameServer: {
      addresses: ['game.example:7001', 'game2.example:7001'],
      databases: ['db1.example:3306'],
      namespace: 'prod'
    },
    BattleServer: { addresses: ['battle.example:7002'], databases: [], namespace: null },
    VMS: { addresses: ['https://vms.example'], databases: [], namespace: null },
    Global: { addresses: ['global.example:443'], databases: ['db0.example:3306'], namespace: 'global' }
  },
  review: {
    GameServer: { addresses: ['review.example:7001'], databases: ['db1.example:3306'], namespace: 'review' }
  }
}

/** The file of a set. Throws when the resolver disagrees with what a person expects. */
export function vectorFile (
  { name, description, targets, byHand, grid, gridNow = [0] }: VectorSet
): VectorFile {
  const document: ResolveDocument = {
    format: 1,
    project: 'vectors',
    revision: 1,
    environments,
    targets: targets.map(target => ({ environment: 'production', match: {}, ...target }))
  }
  const { resolve } = createResolver(document)
  const cases = byHand.map(({ title, context, now = 0, ...expected }): Vector => {
    const answer = resolve(context, now)
    const found = {
      target: answer.target,
      ...answer.reason.code === 'rollout' ? { bucket: answer.reason.bucket, share: answer.reason.share } : {},
      ...'hotUpdate' in expected ? { hotUpdate: answer.hotUpdate } : {}
    }
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      throw new Error(
        `${name}: ${title}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`
      )
    }
    return { title, source: 'by hand', now, context, answer }
  })
  const generated = mixtures(grid).flatMap(context =>
    gridNow.map((now): Vector => ({
      title: Object.values(context).join(' '),
      source: 'generated',
      now,
      context,
      answer: resolve(context, now)
    }))
  )
  return { name, description, document, cases: [...cases, ...generated] }
}

function mixtures (grid: Record<string, readonly unknown[]> | undefined): Array<Record<string, unknown>> {
  if (grid === undefined) return []
  return Object.entries(grid).reduce<Array<Record<string, unknown>>>(
    (all, [name, values]) =>
      all.flatMap(context =>
        values.map(value => value === undefined ? context : { ...context, [name]: value })
      ),
    [{}]
  )
}
