import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { takesField } from '../config/app-store-checks.js'
import type { ProjectFile } from '../config/project-schema.js'
import { configInvalid, mistake } from '../config/validate.js'
import { PacklineError } from '../errors.js'
import { fittingPackages, nameOfPackage, nameOfUpload } from '../release/app-stores/chosen-package.js'
import { uploadsOf } from '../release/app-stores/upload-records.js'
import type { Registry } from '../release/registry.js'
import { releaseKey } from '../release/registry-model.js'
import type { Release } from '../release/registry-model.js'
import { uploadsPage, type ChosenReceiver, type UploadsView } from '../ui/uploads-page.js'
import { releasePath } from '../ui/release-words.js'
import { forms, type Form } from './forms.js'
import { mayIn, releaseOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import type { FormRequest } from './project-forms.js'
import { pathSchema } from './project-schemas.js'
import { orderSending, sourceIn, whyOfPlan, type SendForms } from './send-form.js'

type UploadRequest = FormRequest<'release'>

const path = '/projects/:project/releases/:release'
const release = { role: 'build', projectRole: 'release' } as const
const query = { type: 'object', properties: { to: { type: 'string', maxLength: 80 } } } as const
const symbolsPrefix = 'symbols:'

/** Packages and symbols go to stores on a page, each after a try that leaves no trace; and their rollouts. */
export function uploadPages (options: SendForms): FastifyPluginAsync {
  const { releases } = options
  return async app => {
    await app.register(forms)
    app.get<{ Params: { project: string, release: string }, Querystring: { to?: string } }>(
      `${path}/uploads`,
      { config: { role: 'read' }, schema: { ...hidden, params: pathSchema('release'), querystring: query } },
      async (request, reply) => {
        const shown = await shownUploads(request as UploadRequest, options, request.query)
        return await sendPage(reply, uploadsPage(viewOf(request, releases.now()), shown))
      }
    )
    addUpload(app, options)
    addRollout(app, options)
  }
}

function addUpload (app: FastifyInstance, options: SendForms): void {
  app.post(`${path}/uploads`, {
    config: release,
    schema: { ...hidden, params: pathSchema('release') }
  }, async (request: UploadRequest, reply) =>
    await orderSending(request, reply, options, {
      back: uploadsPath(request),
      asked: async ({ to = '', row = '', files, again, track = '', percent = '', notes = '' }) => {
        const isSymbols = to.startsWith(symbolsPrefix)
        const told = notes.replaceAll('\r\n', '\n').trim()
        return {
          kind: isSymbols ? 'symbols' : 'upload',
          parameters: {
            release: request.params.release,
            to: isSymbols ? to.slice(symbolsPrefix.length) : to,
            row,
            ...files !== 'kept' && { files: '.' },
            ...again === 'yes' && { again: true },
            ...track.trim() !== '' && { track: track.trim() },
            ...percent !== '' && { percent: percentOf(percent) },
            ...told !== '' && { notes: told },
            why: whyOfPlan,
            dryRun: true
          }
        }
      },
      again: async (view, form, problem) => {
        const shown = await shownUploads(request, options, form)
        return uploadsPage(view, { ...shown, given: form, problem })
      }
    }))
}

/** A share is tried first; nobody waits for a plan to halt one. */
function addRollout (app: FastifyInstance, options: SendForms): void {
  app.post(`${path}/store-rollout`, {
    config: release,
    schema: { ...hidden, params: pathSchema('release') }
  }, async (request: UploadRequest, reply) =>
    await orderSending(request, reply, options, {
      back: uploadsPath(request),
      asked: async ({ store = '', target = '', row = '', change, percent = '', why = '' }) => {
        const isHalt = change === 'halt'
        if (isHalt && why.trim() === '') throw new PacklineError('FARM_NEEDS_REASON', {})
        return {
          kind: 'store-rollout',
          parameters: {
            release: request.params.release,
            to: store,
            row: nameOfUpload({ target, row }),
            ...isHalt
              ? { halt: true }
              : change === 'resume'
              ? { resume: true }
              : { percent: percentOf(percent) },
            ...isHalt ? { why: why.slice(0, 500) } : { why: whyOfPlan, dryRun: true }
          }
        }
      },
      again: async (view, form, problem) => {
        const shown = await shownUploads(request, options, { ...form, to: form.store })
        return uploadsPage(view, { ...shown, rollout: form, problem })
      }
    }))
}

function uploadsPath ({ params: { project, release } }: UploadRequest): string {
  return `${releasePath(project, release)}/uploads`
}

/** Throws CONFIG_INVALID. */
function percentOf (text: string): number {
  const percent = Number(text)
  if (text.trim() !== '' && percent > 0 && percent <= 100) return percent
  throw configInvalid('form', [mistake('percent', text, 'uploads.shareWanted')])
}

async function shownUploads (
  request: UploadRequest,
  { releases, orders }: SendForms,
  form: Form
): Promise<UploadsView> {
  const { project } = request.params
  const { store, registry, release } = await releaseOf(releases, request.params)
  const { file, ...source } = await sourceIn(orders, project, form)
  const { appStores, symbols } = file.packages
  const receivers = [
    ...Object.entries(appStores).map(([name, { service }]) => ({ to: name, name, service })),
    ...Object.keys(symbols).map(name => ({ to: symbolsPrefix + name, name, service: 'symbols' }))
  ]
  const uploads = await uploadsOf(store, release)
  const chosen = receivers.find(({ to }) => to === form.to) ?? receivers[0]
  return {
    project,
    release: releaseKey(release),
    receivers,
    chosen: chosen && await chosenReceiver(registry, release, file, chosen),
    source,
    uploads,
    rollouts: uploads.filter(({ store, state }) =>
      Object.hasOwn(appStores, store) && takesField(appStores[store]!.service, 'percent') &&
      state !== 'refused'
    ),
    mayRelease: mayIn(request, 'release')
  }
}

async function chosenReceiver (
  registry: Registry,
  release: Release,
  { packages: { appStores, symbols } }: ProjectFile,
  { to, name }: { to: string, name: string }
): Promise<ChosenReceiver> {
  const settings = to.startsWith(symbolsPrefix) ? undefined : appStores[name]
  const when = settings?.when ?? symbols[name]?.when ?? {}
  const has = (field: 'track' | 'percent'): boolean =>
    settings !== undefined && takesField(settings.service, field)
  return {
    to,
    name,
    packages: (await fittingPackages(registry, release, when)).map(({ target, row }) =>
      nameOfPackage(target, row)
    ),
    track: has('track') ? settings?.track ?? 'production' : undefined,
    percent: has('percent') ? String(settings?.percent ?? 100) : undefined,
    notes: settings === undefined ? undefined : release.notes
  }
}
