import { conflict, defineErrors, neededThing, wrongUsage } from '../define-errors.js'

/** Packages, hot updates and publishing that are ordered over HTTP or on a page, and their downloads. */
export const orderErrors = defineErrors({
  RELEASE_PACKAGE_AWAY: {
    kind: 'machine',
    ...neededThing,
    httpStatus: 404,
    text: {
      en: 'This machine reaches no folder that has {file} with the bytes that were recorded.',
      zh: '本机可访问的目录中，没有与登记内容一致的 {file}。'
    },
    hint: {
      en: 'Ask a machine with the checkout or the folder that was published to, or bring it back with ' +
        '"packline release fetch".',
      zh: '请访问有检出或发布目录的机器，或用 "packline release fetch" 取回。'
    }
  },
  RELEASE_PACKAGE_UNREACHED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The store that should have {file} does not answer: {reason}',
      zh: '应保存 {file} 的存储没有应答：{reason}'
    },
    hint: {
      en: 'Try again later. "packline release fetch" asks the same store from a machine with a checkout.',
      zh: '请稍后再试。"packline release fetch" 会从有检出的机器访问同一存储。'
    }
  },
  HTTP_RANGE: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 416,
    text: {
      en: 'There are no bytes {range} in {size}.',
      zh: '共 {size} 字节，没有 {range} 这一段。'
    },
    hint: {
      en: 'Begin the download anew.',
      zh: '请重新开始下载。'
    }
  },
  ORDER_NO_CHECKOUT: {
    kind: 'machine',
    ...neededThing,
    // Asked for in vain, as the machine is: nothing of the agent is out of order.
    httpStatus: 409,
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
