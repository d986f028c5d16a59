import type { FastifyInstance } from 'fastify'
import { namePattern } from '../config/name-patterns.js'
import type { ParameterValue } from '../config/parameter-schema.js'
import { repairDelivery } from '../release/delivery-status.js'
import { editRelease } from '../release/edit-release.js'
import { flip } from '../release/flip.js'
import { approveFlip, withdrawFlipApproval } from '../release/flip-review.js'
import {
  approveMove,
  deliverHotUpdate,
  endLine,
  moveTo,
  withdrawMoveApproval
} from '../release/move-release.js'
import { namedRelease } from '../release/named-release.js'
import { targetStates } from '../release/target-state.js'
import type { TargetState } from '../release/target-state.js'
import { undoFlip } from '../release/undo-flip.js'
import { addChange } from './changing.js'
import { changingFails, deliveringFails, dryRun, outcomeSchema, pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'

const target = { type: 'string', pattern: namePattern, description: 'Id of a target' } as const

/** What people change of releases, and what players see by it. */
export function addReleaseChanges (app: FastifyInstance, releases: Releases): void {
  addEdit(app, releases)
  addMoves(app, releases)
  addFlips(app, releases)
  addApprovals(app, releases)
}

function addEdit (app: FastifyInstance, releases: Releases): void {
  addChange<'release', {
    notes?: string
    changelog?: string
    parameters?: Record<string, ParameterValue | null>
  }>(
    app,
    releases,
    {
      method: 'PATCH',
      path: '/releases/:release',
      names: ['release'],
      summary: 'Change what people wrote about a release: its packages stay as they are',
      properties: {
        notes: { type: 'string', maxLength: 20_000 },
        changelog: { type: 'string', maxLength: 20_000, description: 'What was done, a line each' },
        parameters: {
          type: 'object',
          maxProperties: 256,
          propertyNames: { pattern: namePattern },
          additionalProperties: { type: ['string', 'number', 'boolean', 'null'], maxLength: 4096 },
          description: 'Values to change; null takes one away'
        }
      },
      errors: ['RELEASE_UNKNOWN', ...changingFails],
      projectRole: 'test'
    },
    async ({ store, registry, author }, { release }, { notes, changelog, parameters }) =>
      await editRelease(store, await namedRelease({ registry, store }, release), {
        ...notes === undefined ? {} : { notes },
        ...changelog === undefined ? {} : { changelog },
        ...parameters === undefined ? {} : { parameters }
      }, author)
  )
}

function addMoves (app: FastifyInstance, releases: Releases): void {
  addChange<'release', { target: string, state: TargetState }>(app, releases, {
    method: 'POST',
    path: '/releases/:release/move',
    names: ['release'],
    summary: 'Bring a release to another state at a target; what players get follows',
    properties: { target, state: { enum: targetStates } },
    required: ['target', 'state'],
    errors: deliveringFails,
    projectRole: 'release'
  }, async ({ store, registry, author }, { release }, { target, state }) => {
    const name = await namedRelease({ registry, store }, release)
    return await moveTo(store, name, target, state, author, releases.deliver)
  })

  addChange<'release', { target: string }>(app, releases, {
    method: 'POST',
    path: '/releases/:release/deliver',
    names: ['release'],
    summary: 'Give players the hot update that was published for a release',
    properties: { target },
    required: ['target'],
    errors: deliveringFails,
    projectRole: 'release'
  }, async ({ store, registry, author }, { release }, { target }) => {
    const name = await namedRelease({ registry, store }, release)
    return await deliverHotUpdate(store, name, target, author, releases.deliver)
  })

  for (const [action, isEnded] of Object.entries({ end: true, open: false })) {
    addChange<'target' | 'native', object>(
      app,
      releases,
      {
        method: 'POST',
        path: `/targets/:target/lines/:native/${action}`,
        names: ['target', 'native'],
        summary: isEnded
          ? "End a native version's hot updates: its players are told to update the app"
          : "Open a native version's hot updates again",
        properties: {},
        errors: deliveringFails,
        projectRole: 'release'
      },
      async ({ store, author }, { target, native }) =>
        await endLine(store, native, target, isEnded, author, releases.deliver)
    )
  }
}

function addFlips (app: FastifyInstance, releases: Releases): void {
  addChange<never, { from: string, to: string, dryRun: boolean }>(
    app,
    releases,
    {
      method: 'POST',
      path: '/flip',
      names: [],
      summary: 'Make what is in review at one target live at another',
      properties: { from: target, to: target, dryRun },
      required: ['from', 'to'],
      errors: deliveringFails,
      projectRole: 'release',
      answer: outcomeSchema
    },
    async ({ store, author }, _params, { from, to, dryRun }) =>
      await flip(store, { ...author, from, to, isDryRun: dryRun }, releases.deliver)
  )

  addChange<never, { revision?: number, dryRun: boolean }>(app, releases, {
    method: 'POST',
    path: '/undo',
    names: [],
    summary: 'Flip back to what was before a flip, by default before the last one',
    properties: { revision: { type: 'integer', minimum: 1, maximum: 1e15 }, dryRun },
    errors: ['RELEASE_NOTHING_TO_UNDO', ...deliveringFails],
    projectRole: 'release',
    answer: outcomeSchema
  }, async ({ store, author }, _params, { revision, dryRun }) =>
    await undoFlip(store, {
      ...author,
      isDryRun: dryRun,
      ...revision === undefined ? {} : { revision }
    }, releases.deliver))

  addChange<never, object>(app, releases, {
    method: 'POST',
    path: '/repair',
    names: [],
    summary: 'Let every publisher serve what is recorded',
    properties: {},
    errors: deliveringFails,
    projectRole: 'release'
  }, async ({ store, author }) => await repairDelivery(store, author, releases.ports))
}

function addApprovals (app: FastifyInstance, releases: Releases): void {
  const ways = [
    {
      path: '/approve',
      summary: 'Agree to a flip from one target to another, or to a release going live where it is',
      errors: ['RELEASE_APPROVED_ALREADY', 'RELEASE_NO_APPROVAL_NEEDED'],
      works: [approveFlip, approveMove]
    },
    {
      path: '/approve/withdraw',
      summary: 'Take back that you agreed to a flip, or to a release going live where it is',
      errors: ['RELEASE_NOT_APPROVED', 'RELEASE_NO_APPROVAL_NEEDED'],
      works: [withdrawFlipApproval, withdrawMoveApproval]
    }
  ] as const
  for (const { path, summary, errors, works: [flips, moves] } of ways) {
    addChange<never, { from?: string, release?: string, to: string }>(app, releases, {
      method: 'POST',
      path,
      names: [],
      summary,
      properties: { from: target, release: pathSchema('release').properties.release!, to: target },
      required: ['to'],
      errors: [...deliveringFails, ...errors],
      projectRole: 'release'
    }, async ({ store, registry, author }, _params, { from, release, to }) =>
      release === undefined
        ? await flips(store, from ?? to, to, author)
        : await moves(store, await namedRelease({ registry, store }, release), to, author))
  }
}
