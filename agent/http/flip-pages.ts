import type { FastifyInstance } from 'fastify'
import { effectiveDefinition, emptyDefinition } from '../release/definition.js'
import type { StoredDefinition } from '../release/definition.js'
import { approveFlip, reviewFlip, withdrawFlipApproval } from '../release/flip-review.js'
import { flip } from '../release/flip.js'
import type { ReleaseStore } from '../release/release-store.js'
import { undoable, undoRevision, undoRole } from '../release/undo-revision.js'
import type { FormState } from '../ui/change-form.js'
import { flipPage } from '../ui/flip-page.js'
import { historyPage } from '../ui/history-page.js'
import type { View } from '../ui/page.js'
import { undoPage } from '../ui/undo-page.js'
import { checkProjectRole } from './project-access.js'
import { mayIn, mayUndo, projectOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { checkConfirmed, freshState, handleForm, type FormRequest } from './project-forms.js'
import { flipQuery, historyQuery, pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'

const read = { role: 'read' } as const
const release = { role: 'admin', projectRole: 'release' } as const
const shownRevisions = 50
const revisionParams = {
  type: 'object',
  required: ['project', 'revision'],
  properties: {
    project: pathSchema().properties.project!,
    revision: { type: 'integer', minimum: 1, maximum: 1e15 }
  }
} as const

interface Direction {
  from: string
  to: string
}

/** Going live and going back, each after a look at what will change. */
export function addFlipPages (app: FastifyInstance, releases: Releases): void {
  addFlip(app, releases)
  addUndo(app, releases)
  addHistory(app, releases)
}

function addFlip (app: FastifyInstance, releases: Releases): void {
  const path = '/projects/:project/flip'
  const shown = async (
    request: FormRequest,
    view: View,
    state: FormState,
    { from = '', to = '' }: Partial<Direction>
  ): Promise<string> => {
    const { project } = request.params
    const store = await projectOf(releases, project)
    const targets = await targetIds(store)
    const isKnown = targets.includes(from) && targets.includes(to)
    const review = isKnown ? await reviewFlip(store, from, to) : undefined
    const mayChange = mayIn(request, 'release')
    return flipPage(view, { project, targets, from, to, review, mayChange, state })
  }

  app.get<{ Params: { project: string }, Querystring: Partial<Direction> }>(path, {
    config: read,
    schema: {
      ...hidden,
      params: pathSchema(),
      querystring: { ...flipQuery, required: [], additionalProperties: true }
    }
  }, async (request, reply) => {
    const state = await freshState(await projectOf(releases, request.params.project))
    const view = viewOf(request, releases.now())
    return await sendPage(reply, await shown(request as FormRequest, view, state, request.query))
  })

  const schema = { ...hidden, params: pathSchema() }
  app.post(path, { config: release, schema }, async (request: FormRequest, reply) => {
    const { project } = request.params
    return await handleForm(request, reply, releases, {
      back: `/projects/${encodeURIComponent(project)}`,
      again: async (view, state, form) => await shown(request, view, state, form),
      work: async ({ store, author }, { from = '', to = '', confirm }) => {
        checkConfirmed(confirm, to)
        return await flip(store, { ...author, from, to }, releases.deliver)
      }
    })
  })

  for (const [action, work] of Object.entries({ approve: approveFlip, withdraw: withdrawFlipApproval })) {
    app.post(
      `/projects/:project/${action}`,
      { config: release, schema },
      async (request: FormRequest, reply) => {
        const { from = '', to = '' } = request.body ?? {}
        const query = new URLSearchParams({ from, to }).toString()
        return await handleForm(request, reply, releases, {
          back: `/projects/${encodeURIComponent(request.params.project)}/flip?${query}`,
          again: async (view, state, form) => await shown(request, view, state, form),
          work: async ({ store, author }) => await work(store, from, to, author)
        })
      }
    )
  }
}

function addUndo (app: FastifyInstance, releases: Releases): void {
  interface Route {
    Params: { project: string, revision: number }
    Body: Partial<Record<string, string>> | undefined
  }
  const path = '/projects/:project/undo/:revision'
  const schema = { ...hidden, params: revisionParams }

  app.get<Route>(path, { config: release, schema }, async (request, reply) => {
    const { project, revision } = request.params
    const store = await projectOf(releases, project)
    const [found, state] = [await undoable(store, revision), await freshState(store)]
    return await sendPage(reply, undoPage(viewOf(request, releases.now()), project, found, state))
  })

  app.post<Route>(path, { config: release, schema }, async (request, reply) => {
    const { project, revision } = request.params
    return await handleForm(request as unknown as FormRequest, reply, releases, {
      back: `/projects/${encodeURIComponent(project)}`,
      again: async (view, state) =>
        undoPage(view, project, await undoable(await projectOf(releases, project), revision), state),
      work: async ({ store, author }, { force }) => {
        const { seen: _, ...others } = author
        const found = await undoable(store, revision)
        checkProjectRole(request.caller, undoRole(found), project)
        await undoRevision(store, revision, others, { make: releases.deliver, isForced: force === 'yes' })
      }
    })
  })
}

function addHistory (app: FastifyInstance, releases: Releases): void {
  app.get<{ Params: { project: string }, Querystring: { before?: number } }>('/projects/:project/history', {
    config: read,
    schema: { ...hidden, params: pathSchema(), querystring: { ...historyQuery, additionalProperties: true } }
  }, async (request, reply) => {
    const { params: { project }, query: { before } } = request
    const store = await projectOf(releases, project)
    const head = await store.head()
    const end = Math.min(before ?? head + 1, head + 1)
    const first = Math.max(1, end - shownRevisions)
    const revisions = (await store.history(first)).filter(({ revision }) => revision < end).reverse()
    const older = first > 1 ? first : undefined
    const view = viewOf(request, releases.now())
    return await sendPage(reply, historyPage(view, { project, revisions, older, mayUndo: mayUndo(request) }))
  })
}

async function targetIds (store: ReleaseStore): Promise<string[]> {
  const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
  return effectiveDefinition(stored).targets.map(({ id }) => id)
}
