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
    },
    hint: {
      en: 'Check the owner of the folder and the free space; the agent takes jobs again once ' +
        'it can be written.',
      zh: '请检查该目录的所有者和剩余空间；恢复可写后，代理会重新接受任务。'
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
    },
    hint: {
      en: 'Name one of the known kinds; another may need a newer agent.',
      zh: '请使用已知的种类；其他种类可能需要更新的代理。'
    }
  },
  JOB_KIND_NOT_TAKEN: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'This agent takes no jobs of the kind {kind}.',
      zh: '此代理不接受 {kind} 类型的任务。'
    },
    hint: {
      en: joined(
        'Send the job to another agent, or raise jobs.concurrency.{kind} in the ',
        'configuration of this one.'
      ),
      zh: '请把任务交给另一个代理，或在本代理的配置中增大 jobs.concurrency.{kind}。'
    }
  },
  JOB_PARAMETERS_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The parameters of the {kind} job have {count} {count#mistake|mistakes}:\n{mistakes}',
      zh: '{kind} 任务的参数有 {count} 处错误：\n{mistakes}'
    },
    hint: {
      en: "Correct the parameters; the agent's page /v1 shows what a job takes.",
      zh: '请修正参数；代理的 /v1 页面说明任务接受哪些参数。'
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
    },
    hint: {
      en: 'Name a path within the workspace; links may not lead out of it either.',
      zh: '请使用工作区之内的路径；链接也不能指向工作区之外。'
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
    },
    hint: {
      en: 'Begin with offset 0, or with the offset of the last event that was read.',
      zh: '请从偏移 0 开始，或从最后读到的事件的偏移继续。'
    }
  },
  JOB_NOT_ENDED: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'The job {id} is {state} and has no result yet.',
      zh: '任务 {id} 的状态是 {state}，尚无结果。'
    },
    hint: {
      en: 'Follow it until it ends: "packline jobs follow {id}".',
      zh: '请跟随到它结束："packline jobs follow {id}"。'
    }
  },
  JOB_NO_REPORT: {
    kind: 'machine',
    ...machineFailed,
    httpStatus: 404,
    text: {
      en: 'The job {id} left no report.',
      zh: '任务 {id} 没有留下报告。'
    },
    hint: {
      en: 'Its events say how far it came: "packline jobs follow {id}". Start it again.',
      zh: '事件中能看到它进行到哪里："packline jobs follow {id}"。请重新启动该任务。'
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
    },
    hint: {
      en: 'Look at the memory and the log of the machine ("packline doctor"), and start the ' +
        'job again.',
      zh: '请检查机器的内存和日志（"packline doctor"），然后重新启动任务。'
    }
  },
  JOB_CANCELLED: {
    kind: 'caller',
    ...interrupted,
    retryable: false,
    text: {
      en: 'The job {id} was cancelled.',
      zh: '任务 {id} 已取消。'
    },
    hint: {
      en: 'Start it again if it is still needed.',
      zh: '如仍需要，请重新启动。'
    }
  }
})
