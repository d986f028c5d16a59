import { defineErrors, neededThing } from '../define-errors.js'

/** Why an agent does not take a job that another one may take. */
export const refusalErrors = defineErrors({
  JOB_NOT_HERE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'This machine takes no jobs for now: {reasons}',
      zh: '本机暂不接受任务：{reasons}'
    },
    hint: {
      en: 'Use another machine; "packline health" on this one says what mends it.',
      zh: '请使用另一台机器；在本机运行 "packline health" 可查看如何修复。'
    }
  },
  JOB_TOOLS_MISSING: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'This machine cannot do the job, which needs {tools}.',
      zh: '本机无法执行此任务：任务需要 {tools}。'
    },
    hint: {
      en: 'Use a machine with it, or install it here and put its folder on the PATH of the agent.',
      zh: '请使用已安装该工具的机器，或在本机安装并将其目录加入代理的 PATH。'
    }
  },
  JOB_LABELS_MISSING: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'This machine lacks labels that the packages of the project need: {labels}. Machines with all of ' +
        'them: {machines}.',
      zh: '本机缺少该项目的包所需的标签：{labels}。具备全部标签的机器：{machines}。'
    },
    hint: {
      en: 'Hand the job in there, or give this machine the labels when it can do that ("labels" in its ' +
        'configuration).',
      zh: '请在那里提交任务；如果本机能胜任，请在其配置的 "labels" 中加上这些标签。'
    }
  },
  JOB_QUEUE_FULL: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{maxQueued} {maxQueued#job waits|jobs wait} already.',
      zh: '已有 {maxQueued} 个任务在等待。'
    },
    hint: {
      en: 'Try again later, or use another machine.',
      zh: '请稍后重试，或使用另一台机器。'
    }
  }
})
