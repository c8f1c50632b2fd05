import Button from '@cloudscape-design/components/button';
import { useFollow } from '../frame/follow.ts';
import { texts } from '../texts/texts.ts';
import { Empty } from './empty.tsx';

export function PageNotFound() {
  const follow = useFollow();
  return (
    <Empty
      title={texts.states.notFound}
      detail={texts.states.notFoundDetail}
      action={
        <Button href="/api-keys" onFollow={follow}>
          {texts.states.toKeys}
        </Button>
      }
    />
  );
}
