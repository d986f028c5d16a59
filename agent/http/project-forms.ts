import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { configInvalid, mistake } from '../config/validate.js'
import { PacklineError, toPacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import { Registry } from '../release/registry.js'
import type { ReleaseStore } from '../release/release-store.js'
import type { FormState, Problem } from '../ui/change-form.js'
import type { View } from '../ui/page.js'
import { authorOf, type Changing } from './changing.js'
import type { Form } from './forms.js'
import { sendPage, viewOf } from './page-reply.js'
import type { Releases } from './releases.js'

export type FormRequest<Names extends string = never> = FastifyRequest<{
  Params: Record<'project' | Names, string>
  Body: Form | undefined
}>

export interface FormHandling {
  /** Does what was asked for. */
  work: (changing: Changing, form: Form) => Promise<unknown>
  /** Where to go when it was done. */
  back: string
  /** In place of it, where what was done has a page of its own. */
  next?: (outcome: unknown) => string
  /** The page with the form once more, with what was given and why it was refused. */
  again: (view: View, state: FormState, form: Form) => Promise<string>
}

const longestShown = 300

/** Does what a form asks for, or shows it again with why not: with what somebody else did in between too. */
export async function handleForm (
  request: FormRequest,
  reply: FastifyReply,
  releases: Releases,
  { work, back, next = () => back, again }: FormHandling
): Promise<FastifyReply> {
  const form = request.body ?? {}
  const { why = '', seen, key } = form
  const store = await releases.store(request.params.project)
  let outcome: unknown
  try {
    if (why.trim() === '') throw new PacklineError('FARM_NEEDS_REASON', {})
    const author = {
      ...authorOf(request, releases.device),
      why: why.slice(0, 500),
      ...key === undefined || key === '' ? {} : { id: `form ${key.slice(0, 100)}` },
      ...seen !== undefined && /^\d{1,15}$/.test(seen) && { seen: Number(seen) }
    }
    outcome = await work({ store, registry: new Registry(store), author }, form)
  } catch (thrown) {
    const error = toPacklineError(thrown)
    if (error.code === 'INTERNAL') throw thrown
    // The address of the form takes no look: a link of the page leads to where it can be seen.
    const view = { ...viewOf(request, releases.now()), path: back.split('?')[0] ?? '/' }
    const problem = await problemOf(store, view, error)
    const state = { ...await freshState(store), why, problem }
    return await sendPage(reply.code(error.httpStatus), await again(view, state, form))
  }
  const lang = new URLSearchParams(request.url.split('?')[1]).get('lang')
  const place = next(outcome)
  const address = lang === null
    ? place
    : `${place}${place.includes('?') ? '&' : '?'}lang=${encodeURIComponent(lang)}`
  return await reply.redirect(address, 303)
}

/** What cannot be meant by a slip is confirmed by its name. Throws CONFIG_INVALID. */
export function checkConfirmed (confirm: string | undefined, name: string): void {
  if (confirm?.trim() === name) return
  throw configInvalid('confirm', [mistake('confirm', confirm, 'form.confirmed', { name })])
}

/** Of a form that nobody sent yet. */
export async function freshState (store: ReleaseStore): Promise<FormState> {
  return { seen: await store.head(), key: randomUUID(), why: '' }
}

async function problemOf (store: ReleaseStore, view: View, error: PacklineError): Promise<Problem> {
  const { message, hint } = describeError(view.locale, error)
  const canForce = error.code === 'RELEASE_ROLLOUT_NARROWS'
  // How commands force is no help on a page that has a box for it.
  const shown = { message, ...hint === undefined || canForce ? {} : { hint }, canForce }
  const { revision } = error.details
  if (error.code !== 'RELEASE_CHANGED' || typeof revision !== 'number') return { ...shown, theirs: [] }
  const [entry] = await store.history(revision)
  return {
    ...shown,
    theirs: (entry?.changes ?? []).map(({ path, before, after }) => ({
      what: path,
      before: shortText(before),
      after: shortText(after)
    }))
  }
}

function shortText (value: unknown): string {
  if (value === undefined) return '–'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}
