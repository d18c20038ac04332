-- no parameters
SELECT through, within FROM cursor WHERE daemon = 'reporting'
