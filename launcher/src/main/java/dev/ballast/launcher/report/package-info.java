/**
 * What is planned and what happened, for people and for machines. It must not compute anything that
 * is not in the plan or the result.
 */
package dev.ballast.launcher.report;
