import { algebraSuite } from '../oracle/algebra-suite.ts';

algebraSuite(3);
