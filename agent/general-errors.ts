import { defineErrors, interrupted, machineFailed, workFailed } from './define-errors.js'

/** What any command may fail with. */
export const generalErrors = defineErrors({
  INTERNAL: {
    kind: 'machine',
    ...workFailed,
    httpStatus: 500,
    text: {
      en: 'packline failed unexpectedly: {reason}',
      zh: 'packline 意外失败：{reason}'
    },
    hint: {
      en: 'This is a defect of packline. Run again with PACKLINE_DEBUG=1 and report the stack trace.',
      zh: '这是 packline 的缺陷。请设置 PACKLINE_DEBUG=1 再运行一次，并附上堆栈信息报告。'
    }
  },
  INSTALLATION_INCOMPLETE: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'A part of the installation of packline on this machine is missing: {reason}',
      zh: '本机的 packline 安装缺少一部分：{reason}'
    },
    hint: {
      en: 'It is being updated, or an update was cut off: start again in a moment. If it stays, run ' +
        '"scripts/packline --version" in the installation.',
      zh:
        '安装正在更新，或更新中断：请稍后再试。如果一直如此，请在安装目录中运行 "scripts/packline --version"。'
    }
  },
  INTERRUPTED: {
    kind: 'caller',
    ...interrupted,
    text: {
      en: 'Interrupted; nothing was published.',
      zh: '已中断；未发布任何内容。'
    },
    hint: {
      en: 'Run again; what was finished before is kept and not made twice.',
      zh: '请重新运行；之前完成的部分会保留，不会重做。'
    }
  }
})
