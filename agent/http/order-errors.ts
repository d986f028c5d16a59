import { conflict, defineErrors, neededThing } from '../define-errors.js'

/** Packages, hot updates and publishing that are ordered over HTTP or on a page. */
export const orderErrors = defineErrors({
  ORDER_NO_CHECKOUT: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'This machine has no checkout of {project} in the folders that jobs may work in.',
      zh: '本机允许任务工作的目录中没有 {project} 的检出。'
    },
    hint: {
      en: 'Check the project out below a folder of "workspaces", or order on a machine that has one.',
      zh: '请将项目检出到 "workspaces" 的某个目录之下，或到有检出的机器上下单。'
    }
  },
  ORDER_CHECKOUT_UNCLEAR: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'This machine has several checkouts of {project}, and "{workspace}" is none of them: {known}.',
      zh: '本机有 {project} 的多个检出，"{workspace}" 不在其中：{known}。'
    },
    hint: {
      en: 'Name one of them as "workspace".',
      zh: '请用 "workspace" 指定其中一个。'
    }
  }
})
