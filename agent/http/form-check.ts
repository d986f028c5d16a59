import type { FastifyReply } from 'fastify'
import type { ReleaseDefinition } from '../config/release-schema.js'
import { toPacklineError } from '../errors.js'
import { describeError, wordedLater } from '../messages/message.js'
import { checkDefinition } from '../release/definition-check.js'
import { emptyDefinition } from '../release/definition.js'
import type { StoredDefinition } from '../release/definition.js'
import type { ReleaseStore } from '../release/release-store.js'
import { sayIn } from '../ui/page.js'
import type { Form } from './forms.js'
import { projectOf } from './page-projects.js'
import { viewOf } from './page-reply.js'
import type { FormRequest } from './project-forms.js'
import type { Releases } from './releases.js'

/** Whether all would hold together with a form that somebody types in; what is sent is checked again. */
export async function answerCheck (
  request: FormRequest,
  reply: FastifyReply,
  releases: Releases,
  changed: (form: Form, stored: StoredDefinition, store: ReleaseStore) => ReleaseDefinition,
  told?: (definition: ReleaseDefinition) => string
): Promise<FastifyReply> {
  const { project } = request.params
  const store = await projectOf(releases, project)
  const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
  const { locale } = viewOf(request, releases.now())
  let definition: ReleaseDefinition
  try {
    definition = changed(request.body ?? {}, stored, store)
    checkDefinition(wordedLater('config.targetsOf', { project }), definition)
  } catch (thrown) {
    const error = toPacklineError(thrown)
    if (error.code === 'INTERNAL') throw thrown
    return await reply.send({ fits: false, text: describeError(locale, error).message })
  }
  return await reply.send({ fits: true, text: told?.(definition) ?? sayIn(locale)('form.fits') })
}
