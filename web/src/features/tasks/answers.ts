import type { AnnotationContent, AnnotationDetail, TaskDetail } from '../../lib/contracts';

/** One thing to look at: a person's answer, the result, a model's suggestion, or the known right answer. */
export type Answer =
  | { key: string; kind: 'result'; content: AnnotationContent; agreement?: number }
  | { key: string; kind: 'gold'; content: AnnotationContent }
  | { key: string; kind: 'person'; content: AnnotationContent; annotation: AnnotationDetail }
  | { key: string; kind: 'model'; content: AnnotationContent; model: string }
  | { key: string; kind: 'none'; content: AnnotationContent };

/** The result first, then the people in the order in which they answered, then what was there before. */
export function answersOf(task: TaskDetail): Answer[] {
  const answers: Answer[] = [
    ...(task.result === undefined ? [] : [{ key: 'result', kind: 'result' as const, content: task.result.content, agreement: task.result.agreement }]),
    ...task.annotations.map((annotation) => ({ key: annotation.id, kind: 'person' as const, content: annotation.content, annotation })),
    ...(task.gold === undefined ? [] : [{ key: 'gold', kind: 'gold' as const, content: task.gold }]),
    ...task.predictions.map((prediction, i) => ({ key: `model-${i}`, kind: 'model' as const, content: prediction.content, model: prediction.model })),
  ];
  return answers.length > 0 ? answers : [{ key: 'none', kind: 'none', content: {} }];
}
