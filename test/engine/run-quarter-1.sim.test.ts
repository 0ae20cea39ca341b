import { describe } from 'vitest';
import { holdLives } from '../oracle/lives-suite.ts';

describe('a run, whatever happens to it', () => holdLives(1, 500));
