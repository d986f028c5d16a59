import {
  conflict,
  defineErrors,
  machineFailed,
  interrupted,
  joined,
  neededThing,
  workFailed,
  wrongUsage
} from '../define-errors.js'

export const jobErrors = defineErrors({
  AGENT_DRAINING: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The agent is ending and takes no new jobs.',
      zh: '代理正在结束，不再接受新任务。'
    },
    hint: {
      en: 'Try again when it is back, or use another machine.',
      zh: '请待其恢复后重试，或使用另一台机器。'
    }
  },
  AGENT_RESTARTING: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The agent is being restarted.',
      zh: '代理正在重启。'
    },
    hint: {
      en: 'Try again in a moment. If it stays away, look at the log of its service.',
      zh: '请稍后再试。如果代理一直没有恢复，请查看其服务的日志。'
    }
  },
  AGENT_ALREADY_RUNNING: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'Another agent uses {folder} already.',
      zh: '另一个代理已在使用 {folder}。'
    },
    hint: {
      en: 'One agent runs per PACKLINE_HOME. "packline serve --drain" ends the other one.',
      zh: '每个 PACKLINE_HOME 只运行一个代理。"packline serve --drain" 可结束另一个。'
    }
  },
  AGENT_UNREACHABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The agent at {address} does not answer: {reason}',
      zh: '{address} 上的代理没有应答：{reason}'
    },
    hint: {
      en: 'Start it with "packline serve", or run the command here with --local.',
      zh: '请用 "packline serve" 启动代理，或用 --local 在此运行命令。'
    }
  },
  AGENT_NONE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'No agent of packline is up on this machine.',
      zh: '本机没有运行 packline 代理。'
    },
    hint: {
      en: 'Start it with "packline serve", or name another one in PACKLINE_AGENT.',
      zh: '请用 "packline serve" 启动，或在 PACKLINE_AGENT 中指定另一个代理。'
    }
  },
  AGENT_ANSWER_INVALID: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'What answers at {address} is no packline agent: {reason}',
      zh: '{address} 上应答的不是 packline 代理：{reason}'
    }
  },
  AGENT_VERSION_DIFFERS: {
    kind: 'machine',
    ...wrongUsage,
    retryable: true,
    text: {
      en: 'The agent of this machine runs packline {agent}, this command is packline {packline}.',
      zh: '本机代理运行的是 packline {agent}，而此命令是 packline {packline}。'
    },
    hint: {
      en: 'Restart the agent: "packline serve --drain", and start it again.',
      zh: '请重启代理：先运行 "packline serve --drain"，再启动。'
    }
  },
  JOB_JOURNAL_UNREADABLE: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'The journal of jobs in {folder} cannot be read: {reason}',
      zh: '无法读取 {folder} 中的任务日志：{reason}'
    },
    hint: {
      en: 'Check the disk and the owner of the folder. Moved away, the agent begins with a new one, and ' +
        'what was queued is lost.',
      zh: '请检查磁盘和目录属主。移走后代理会新建日志，排队中的任务将丢失。'
    }
  },
  JOB_JOURNAL_UNWRITABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The journal of jobs in {folder} cannot be written: {reason}',
      zh: '无法写入 {folder} 中的任务日志：{reason}'
    }
  },
  JOB_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 404,
    text: {
      en: 'There is no job {id}.',
      zh: '没有任务 {id}。'
    },
    hint: {
      en: '"packline jobs list" shows the jobs that are kept.',
      zh: '"packline jobs list" 可列出保留的任务。'
    }
  },
  JOB_KIND_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no kind of job "{kind}"; known are {known}.',
      zh: '没有任务类型 "{kind}"；已知类型：{known}。'
    }
  },
  JOB_KIND_NOT_TAKEN: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'This agent takes no jobs of the kind {kind}.',
      zh: '此代理不接受 {kind} 类型的任务。'
    }
  },
  JOB_PARAMETERS_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The parameters of the {kind} job have {count} {count#mistake|mistakes}:\n{mistakes}',
      zh: '{kind} 任务的参数有 {count} 处错误：\n{mistakes}'
    }
  },
  JOB_WORKSPACE_NOT_ALLOWED: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 403,
    text: {
      en: 'The agent may not work in {workspace}: {reason}.',
      zh: '代理不得在 {workspace} 中工作：{reason}。'
    },
    hint: {
      en: '"workspaces" in the agent\'s configuration lists the folders that it may work in.',
      zh: '代理配置中的 "workspaces" 列出允许工作的目录。'
    }
  },
  JOB_WORKSPACE_GONE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The job {id} was to work in {workspace}, which is no longer there or leads elsewhere now.',
      zh: '任务 {id} 的工作区 {workspace} 已不存在，或已指向别处。'
    },
    hint: {
      en: 'It was removed while the job waited: start the build again, which checks it out.',
      zh: '它在任务等待期间被删除：请重新启动构建，重新检出。'
    }
  },
  JOB_PATH_OUTSIDE: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 403,
    text: {
      en: '{path} leads out of the workspace {workspace}.',
      zh: '{path} 超出了工作区 {workspace}。'
    }
  },
  JOB_KEY_REUSED: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 409,
    text: {
      en: 'The key {key} stands for the job {id}, which was asked for something else.',
      zh: '键 {key} 属于任务 {id}，而那个任务的内容不同。'
    },
    hint: {
      en: 'Use a key of its own for each thing that is to be done.',
      zh: '每件要做的事请使用各自的键。'
    }
  },
  JOB_OFFSET_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 416,
    text: {
      en: 'The offset {from} is beyond the events of the job, which have {size} bytes.',
      zh: '偏移量 {from} 超出了任务事件的 {size} 字节。'
    }
  },
  JOB_NOT_ENDED: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'The job {id} is {state} and has no result yet.',
      zh: '任务 {id} 的状态是 {state}，尚无结果。'
    }
  },
  JOB_NO_REPORT: {
    kind: 'machine',
    ...machineFailed,
    httpStatus: 404,
    text: {
      en: 'The job {id} left no report.',
      zh: '任务 {id} 没有留下报告。'
    }
  },
  JOB_CRASHED: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'The process of the job {id} crashed ({end}).\n{lastWords}',
      zh: '任务 {id} 的进程崩溃（{end}）。\n{lastWords}'
    },
    hint: {
      en: 'The agent and its other jobs are not touched. A lack of memory is the usual cause.',
      zh: '代理和其他任务不受影响。常见原因是内存不足。'
    }
  },
  JOB_LOST: {
    kind: 'machine',
    ...workFailed,
    retryable: true,
    text: {
      en: joined(
        'The job {id} was lost {attempts} times: its process ended with the agent or was stopped by ',
        'somebody else.'
      ),
      zh: '任务 {id} 丢失了 {attempts} 次：其进程随代理结束，或被他人停止。'
    }
  },
  JOB_CANCELLED: {
    kind: 'caller',
    ...interrupted,
    retryable: false,
    text: {
      en: 'The job {id} was cancelled.',
      zh: '任务 {id} 已取消。'
    }
  }
})
