import { targetIn } from '../release/change-definition.js'
import { effectiveDefinition, emptyDefinition } from '../release/definition.js'
import type { StoredDefinition } from '../release/definition.js'
import { playerShares } from '../release/player-shares.js'
import type { Current } from '../release/resolve-document.js'
import { targetRow } from '../release/target-rows.js'
import { targetPage, type TargetView } from '../ui/target-page.js'
import type { Form } from './forms.js'
import { mayIn, projectOf } from './page-projects.js'
import { handleForm, type FormHandling, type FormRequest } from './project-forms.js'
import type { Releases } from './releases.js'

export type TargetRequest = FormRequest<'target'>

export const targetPath = '/projects/:project/targets/:target'

interface Answering extends Pick<FormHandling, 'work' | 'next'> {
  /** What was given, to be shown again. */
  shown?: (form: Form) => Pick<TargetView, 'value' | 'rollout'>
}

export async function answerTarget (
  request: TargetRequest,
  reply: Parameters<typeof handleForm>[1],
  releases: Releases,
  { shown = () => ({}), ...handling }: Answering
): ReturnType<typeof handleForm> {
  const { project, target } = request.params
  return await handleForm(request, reply, releases, {
    ...handling,
    back: `/projects/${encodeURIComponent(project)}/targets/${encodeURIComponent(target)}`,
    again: async (view, state, form) =>
      targetPage(view, { ...await shownTarget(request, releases), ...shown(form) }, state)
  })
}

export async function shownTarget (request: TargetRequest, releases: Releases): Promise<TargetView> {
  const { project, target: id } = request.params
  const store = await projectOf(releases, project)
  const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
  const found = targetIn(store, stored, id)
  const target = targetRow(stored, found, await store.read<Current>(`current/${id}`), releases.now())
  const effect = playerShares(effectiveDefinition(stored).targets, id, releases.now())
  return { project, target, effect, mayRelease: mayIn(request, 'release'), mayAdmin: mayIn(request, 'admin') }
}
